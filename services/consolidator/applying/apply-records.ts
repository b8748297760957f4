import type pg from 'pg';
import { archiveRecords } from '../../dataset/archive.js';
import { lockJudgement } from '../../dataset/sources.js';
import type { IncomingRecord } from '../receiving/record-decoders.js';
import type { TopicRole } from '../receiving/topic-roles.js';
import { answerLedgers } from './answer-ledgers.js';
import { applyDecisions, carryOut, type Rejudge } from './apply-decisions.js';
import { applyEvents } from './apply-events.js';
import { answerRequests } from './answer-requests.js';
import { applyResolutions, applySources, applyStatements, readRequests } from './apply-knowledge.js';
import type { EventVerdict } from '../../dataset/event-verdict.js';
import type { ApplyDeps, JudgeDeps, Reading } from './apply-ports.js';
import { archivedOf, readRecords } from './read-records.js';
import { rejudgeRegistered, rejudgeSources } from './rejudge-sources.js';
import { unlessRefused } from './unless-refused.js';
import { withKnownSchemas } from './with-known-schemas.js';

const JUDGED_AT_ONCE = 1000;

/**
 * Applies records inside the caller's transaction: archive, versions, current rows, parked events, persons, register,
 * decisions, statements, and the answers to the ledgers. The one path of live consolidation and of rebuild. What the dataset is
 * afterwards depends on the set of records applied so far and on nothing else: not on order, batches or repetition.
 *
 * A record that PostgreSQL refuses although every check let it pass is parked, and holds up nobody.
 *
 * @returns the verdicts on events, of this batch and of earlier ones that were judged anew
 */
export async function applyRecords<Incoming extends IncomingRecord>(
  client: pg.PoolClient,
  records: readonly Incoming[],
  deps: ApplyDeps<Incoming>,
): Promise<EventVerdict[]> {
  const together = await unlessRefused(client, () => applyBatch(client, records, deps));
  if ('result' in together) return together.result;
  const verdicts: EventVerdict[] = [];
  for (const record of records) verdicts.push(...(await applyAlone(client, record, deps)));
  return verdicts;
}

async function applyAlone<Incoming extends IncomingRecord>(
  client: pg.PoolClient,
  record: Incoming,
  deps: ApplyDeps<Incoming>,
): Promise<EventVerdict[]> {
  const alone = await unlessRefused(client, () => applyBatch(client, [record], deps));
  return 'result' in alone ? alone.result : applyBatch(client, [record], deps, alone.refusal);
}

/** @param refusal SQLSTATE with which PostgreSQL refused these records before: they are archived and parked */
async function applyBatch<Incoming extends IncomingRecord>(
  client: pg.PoolClient,
  records: readonly Incoming[],
  deps: ApplyDeps<Incoming>,
  refusal?: string,
): Promise<EventVerdict[]> {
  const readings = await readRecords(records, deps, refusal);
  const sources = ofKind(readings, 'source');
  const decisions = ofKind(readings, 'decision');
  await lockJudgement(client, sources.length + decisions.length > 0 ? 'change' : 'judge');
  if (deps.keepsArchive) await archiveRecords(client, readings.map(archivedOf));
  const registered = await applySources(client, sources);
  const decided = await applyDecisions(client, decisions);
  const verdicts = await applyEvents(client, ofKind(readings, 'event'), deps);
  await applyResolutions(client, ofKind(readings, 'person-resolution'));
  await applyStatements(client, ofKind(readings, 'ledger-statement'));
  verdicts.push(...(await rejudgeRegistered(client, registered, deps)));
  verdicts.push(...(await carryOut(client, decided, rejudgeBy(client, deps))));
  const requests = await readRequests(client, ofKind(readings, 'outcome-request'));
  if (!deps.answersLedgers) return verdicts;
  const owed = await answerRequests(client, requests, deps.namespace);
  await answerLedgers(client, [...verdicts, ...owed], deps.namespace);
  return verdicts;
}

function rejudgeBy(client: pg.PoolClient, deps: JudgeDeps): Rejudge {
  const again = { ...deps, decode: deps.decodeArchived, keepsArchive: false, answersLedgers: false };
  return {
    records: async (records) => {
      const verdicts: EventVerdict[] = [];
      for (let from = 0; from < records.length; from += JUDGED_AT_ONCE) {
        const some = await withKnownSchemas(client, records.slice(from, from + JUDGED_AT_ONCE), deps.schemaOf);
        verdicts.push(...(await applyRecords(client, some, again)));
      }
      return verdicts;
    },
    sources: (sourceIds) => rejudgeSources(client, sourceIds, deps),
  };
}

function ofKind<Kind extends TopicRole['kind']>(
  readings: readonly Reading[],
  kind: Kind,
): Reading<Extract<TopicRole, { kind: Kind }>>[] {
  return readings.filter(
    (reading): reading is Reading<Extract<TopicRole, { kind: Kind }>> => reading.role.kind === kind,
  );
}
