import { clerkOf } from '../../services/cli/credentials/own-clients.js';
import { clientOf } from '../../services/cli/running-hub.js';
import type { HubUnderTest } from '../e2e/hub-under-test.js';
import { waitUntil } from '../stack/fixtures.js';
import { same, twice, type Check } from './check.js';
import { rowsOf } from './rows-of.js';
import { comparableBalance, openTerms, type FinalState, type HubInSight } from './final-state.js';
import type { Acknowledged } from './acknowledged.js';

/** Everything that must be as if nobody had been killed. */
export async function checkState(
  hub: HubInSight,
  reference: FinalState,
  state: FinalState,
  receipts: readonly Acknowledged[],
): Promise<Check[]> {
  return [
    ...statesAgree(reference, state),
    await receiptsAreKept(hub, state, receipts),
    await vaultAndDatasetAgree(hub),
    await resolutionsArePublished(hub),
    await referencesAreAcknowledged(hub),
    await sequencesAreApplied(hub),
  ];
}

function statesAgree(reference: FinalState, state: FinalState): Check[] {
  const { ledgers, versions, topics, archive, balance, repeatedDeliveries } = state;
  const inLedgers = ledgers.map(({ eventId }) => eventId);
  const onTopics = new Set(topics.values());
  return [
    {
      name: 'books closed, nothing waiting or in flight',
      looked: balance.rows.length,
      differences:
        balance.closed && openTerms(balance) === 0 ? [] : [`closed ${balance.closed}, open ${openTerms(balance)}`],
    },
    same('dataset digest as in the undisturbed run', [reference.datasetDigest], [state.datasetDigest]),
    same('balance as in the undisturbed run', comparableBalance(reference.balance), comparableBalance(balance)),
    same('events of the dataset as in the undisturbed run', reference.versions, versions),
    same('events of the ledgers as in the dataset', inLedgers, versions),
    { name: 'no event twice', looked: versions.length, differences: [...twice(versions), ...twice(inLedgers)] },
    same('events on the topics as in the dataset', [...onTopics], versions),
    {
      name: 'every event lies where its ledger says that it is, and is told as applied',
      looked: ledgers.length,
      differences: ledgers
        .filter(({ eventId, place, verdict }) => topics.get(place ?? '') !== eventId || verdict !== 'APPLIED')
        .map(({ eventId, place, verdict }) => `${eventId} at ${place ?? 'nowhere'}, ${verdict ?? 'no verdict'}`),
    },
    same('archive as the topics', [...topics.keys()], archive),
    same('repeated deliveries counted', [String(topics.size - versions.length)], [String(repeatedDeliveries)]),
  ];
}

type ReceiptRecords = {
  records: { rowNumber: number; eventId: string | null; state: string | null }[];
  nextCursor: string | null;
};

/** What a door has acknowledged is there, row by row, and every event of it is in the dataset. */
async function receiptsAreKept(
  hub: HubInSight,
  { versions }: FinalState,
  receipts: readonly Acknowledged[],
): Promise<Check> {
  const applied = new Set(versions);
  const differences: string[] = [];
  let looked = 0;
  for (const { department, path, receipt } of receipts) {
    const running = hub.running();
    const client = clientOf(running, hub.installation().clients, clerkOf(department));
    const records: ReceiptRecords['records'] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const page: ReceiptRecords = await client.get<ReceiptRecords>(
        `${running.intakeUrls[department] ?? ''}/v1/batches/${receipt.batchId}/records?limit=1000&cursor=${cursor}`,
      );
      records.push(...page.records);
      cursor = page.nextCursor;
    }
    looked += records.length;
    const { submitted, new: added, corrected, retracted } = receipt.rows;
    if (records.length !== submitted)
      differences.push(`${path}: ${submitted} rows acknowledged, ${records.length} kept`);
    const events = records.filter(({ eventId }) => eventId !== null);
    if (events.length < added + corrected + retracted) differences.push(`${path}: ${events.length} events of its rows`);
    for (const { rowNumber, eventId, state } of events) {
      const isThere = applied.has(eventId ?? '') && (state === 'applied' || state === 'superseded');
      if (!isThere) differences.push(`${path} row ${rowNumber}: ${state ?? 'no state'}`);
    }
  }
  return { name: 'every row acknowledged in a receipt is kept, its event in the dataset', looked, differences };
}

async function vaultAndDatasetAgree(hub: HubInSight): Promise<Check> {
  const { vault, dataset } = hub.running().databases;
  const columns = (reference: string): string =>
    `jsonb_build_array(source_id, ${reference}, person_id, rule, sequence)::text AS line`;
  const decided = await lines(vault, `SELECT ${columns('reference')} FROM reference_resolution WHERE sequence > 0`);
  const known = await lines(dataset, `SELECT ${columns('identity_ref')} FROM person_reference`);
  return same('persons of the vault as in the dataset', decided, known);
}

/** The newest decision on a reference is the newest that went through the outbox. */
async function resolutionsArePublished(hub: HubInSight): Promise<Check> {
  const { vault } = hub.running().databases;
  const decided = await lines(
    vault,
    `SELECT source_id || '/' || reference || '/' || sequence AS line FROM reference_resolution WHERE sequence > 0`,
  );
  const published = await lines(
    vault,
    `SELECT key || '/' || max(substring(headers->>'ce_id' FROM '[0-9]+$')::bigint) AS line FROM outbox
     WHERE published_at IS NOT NULL GROUP BY key`,
  );
  return same("newest decisions as published from the vault's outbox", decided, published);
}

/** The vault's word that it has a person comes back by the topic of decisions; it may still be on its way. */
async function referencesAreAcknowledged(hub: HubInSight): Promise<Check> {
  const { intake } = hub.running().databases;
  const open = async (): Promise<number> => {
    const counts = Object.values(intake).map((url) =>
      lines(
        url,
        `SELECT source_id || '/' || reference AS line FROM known_reference
                  WHERE acknowledged_at IS NULL AND kind <> 'TEXT'`,
      ),
    );
    return (await Promise.all(counts)).flat().length;
  };
  const name = 'every person reference acknowledged by the vault';
  const settled = await waitUntil(name, async () => (await open()) === 0, 30_000).catch(() => false);
  return { name, looked: Object.keys(intake).length, differences: settled ? [] : [`${await open()} not acknowledged`] };
}

/** Ledger numbers 1…last of every source and event type, in one piece. */
async function sequencesAreApplied(hub: HubInSight): Promise<Check> {
  const { intake, dataset } = hub.running().databases;
  const counters = Object.values(intake).map((url) =>
    lines(
      url,
      `SELECT jsonb_build_array(source_id, event_type, ledger_epoch, '{[1,' || last_seq + 1 || ')}')::text AS line
                FROM ledger_counter WHERE last_seq > 0`,
    ),
  );
  const applied = await lines(
    dataset,
    'SELECT jsonb_build_array(source_id, event_type, ledger_epoch, sequences)::text AS line FROM applied_sequence',
  );
  return same('ledger numbers applied without a gap', (await Promise.all(counters)).flat(), applied);
}

export async function rebuildIsEqual(hub: Pick<HubUnderTest, 'run'>): Promise<Check> {
  const { code, output } = await hub.run('rebuild', '--json');
  return { name: 'rebuild equal', looked: 1, differences: code === 0 ? [] : [output.trim()] };
}

async function lines(url: string, question: string): Promise<string[]> {
  return (await rowsOf<{ line: string }>(url, question)).map(({ line }) => line);
}
