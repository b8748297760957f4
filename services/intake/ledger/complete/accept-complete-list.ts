import { createHash } from 'node:crypto';
import { publish, type BatchRun } from '../accept-chunk.js';
import { decideListed, type DecidedChunk } from '../decide-chunk.js';
import { enterChunk } from '../ledger-books.js';
import { loadHistories, type Histories } from '../record-history.js';
import { loadListsOf, saveCompleteList, type CompleteClaim, type CompleteList } from './complete-list.js';

/** What the sender is asked before a list that leaves out much retracts it. */
export type Question = {
  /** Records of these months that the ledger knew as asserted before. */
  known: number;
  /** Of these, those that the list leaves out. */
  absent: number;
  /** Some of them. */
  recordIds: string[];
  /** Sent again with this, the list retracts exactly these. */
  confirm: string;
};

/** A month may lose this many, and this share of its records, without asking: more is likelier a wrong or half a file. */
const UNASKED_RECORDS = 20;
const UNASKED_SHARE = 0.05;
const RECORDS_NAMED = 20;
const CHUNK_RECORDS = 1000;

/** Once all rows of a complete list are taken: retracts what it leaves out, or says what has to be confirmed before. */
export async function acceptCompleteList(run: BatchRun, claim: CompleteClaim): Promise<Question | null> {
  const { feed, batchId, asOf } = run.chunk;
  if (asOf === null) throw new Error('a complete list without its moment was admitted');
  const { firstPeriod, lastPeriod } = claim;
  const list: CompleteList = { batchId, basisEra: feed.basisEra, asOf, firstPeriod, lastPeriod };
  if (await saveCompleteList(run.client, run.place, list)) return null;
  const standing = await standingRecords(run, list);
  const absent: string[] = [];
  for (let at = 0; at < standing.length; at += CHUNK_RECORDS) {
    const decided = await decide(run, standing.slice(at, at + CHUNK_RECORDS), list);
    const retracted = decided.publications.filter(({ outcome }) => outcome === 'retracted');
    absent.push(...retracted.map(({ recordId }) => recordId));
    await publish(run, decided.publications);
    enterChunk(run.books, decided);
  }
  return questionOf(run, claim, absent.sort(), await countKnown(run, list));
}

async function decide(run: BatchRun, recordIds: readonly string[], list: CompleteList): Promise<DecidedChunk> {
  const stated = recordIds.map((recordId) => ({ recordId, basisEra: list.basisEra, basis: list.asOf }));
  const histories: Histories = await loadHistories(run.client, run.place, stated);
  return decideListed(histories, await loadListsOf(run.client, [...run.lists, list], recordIds), run.chunk);
}

/** Records with a version in these months: those alone can the list speak of. */
async function standingRecords({ client, place }: BatchRun, list: CompleteList): Promise<string[]> {
  const { rows } = await client.query<{ record_id: string }>(
    `SELECT DISTINCT record_id FROM record_version
     WHERE source_id = $1 AND event_type = $2 AND period BETWEEN $3 AND $4 ORDER BY record_id`,
    [place.sourceId, place.eventType, list.firstPeriod, list.lastPeriod],
  );
  return rows.map((row) => row.record_id);
}

/** How many records of these months stood before this list came. */
async function countKnown({ client, place }: BatchRun, list: CompleteList): Promise<number> {
  const { rows } = await client.query<{ known: number }>(
    `SELECT count(*)::int AS known FROM (
       SELECT DISTINCT ON (record_id) operation, period FROM record_version v
       WHERE source_id = $1 AND event_type = $2 AND batch_id <> $3 AND EXISTS (
         SELECT FROM record_version p WHERE p.source_id = $1 AND p.event_type = $2 AND p.record_id = v.record_id
           AND p.period BETWEEN $4 AND $5)
       ORDER BY record_id, basis_era DESC, basis DESC, ledger_epoch DESC, revision DESC) head
     WHERE operation = 'ASSERT' AND period BETWEEN $4 AND $5`,
    [place.sourceId, place.eventType, list.batchId, list.firstPeriod, list.lastPeriod],
  );
  return rows[0]?.known ?? 0;
}

/** Few go without asking; many only with the answer to just these. */
function questionOf(
  { place, chunk }: BatchRun,
  { firstPeriod, lastPeriod, confirm }: CompleteClaim,
  absent: readonly string[],
  known: number,
): Question | null {
  if (absent.length <= UNASKED_RECORDS && absent.length <= known * UNASKED_SHARE) return null;
  const said = [place.sourceId, place.eventType, firstPeriod, lastPeriod, chunk.asOf, ...absent];
  const token = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
  if (confirm === token) return null;
  return { known, absent: absent.length, recordIds: absent.slice(0, RECORDS_NAMED), confirm: token };
}
