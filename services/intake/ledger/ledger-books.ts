import type pg from 'pg';
import type { DecidedChunk, RowOutcome } from './decide-chunk.js';
import type { LedgerPlace } from './ledger-version.js';

/** `implied`: retractions that complete lists imply, and the undoing of such; they stand beside the submitted rows. */
type Terms = { submitted: number; implied: number } & Record<RowOutcome, number>;

/** What one batch changes in the balances, by period; written once, at its end. */
export type Books = Map<string, Terms>;

/** A period's terms, all nought when nothing was entered yet. */
export function termsOf(books: Books, period: string): Terms {
  const known = books.get(period);
  if (known) return known;
  const terms: Terms = { submitted: 0, implied: 0, new: 0, corrected: 0, retracted: 0, unchanged: 0, rejected: 0 };
  books.set(period, terms);
  return terms;
}

export function enterChunk(books: Books, { rows, reclassified, implied }: DecidedChunk): void {
  for (const { period, outcome } of rows) {
    const terms = termsOf(books, period);
    terms.submitted += 1;
    terms[outcome] += 1;
  }
  for (const { period, outcome } of reclassified) {
    const terms = termsOf(books, period);
    terms.unchanged -= 1;
    terms[outcome] += 1;
  }
  for (const { period, outcome } of implied) {
    const terms = termsOf(books, period);
    terms.implied += 1;
    terms[outcome] += 1;
  }
}

/** Adds a batch to the balances; in the order of periods, so that two batches cannot wait for each other. */
export async function saveBooks(
  client: pg.PoolClient,
  { sourceId, eventType }: LedgerPlace,
  books: Books,
): Promise<void> {
  const entries = [...books].sort(([a], [b]) => (a < b ? -1 : 1));
  const column = (term: keyof Terms) => entries.map(([, terms]) => terms[term]);
  await client.query(
    `INSERT INTO ledger_balance AS b (source_id, event_type, period, submitted, implied_retractions, rejected, unchanged, added, corrected, retracted)
     SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
     ON CONFLICT (source_id, event_type, period) DO UPDATE SET
       submitted = b.submitted + excluded.submitted,
       implied_retractions = b.implied_retractions + excluded.implied_retractions, rejected = b.rejected + excluded.rejected,
       unchanged = b.unchanged + excluded.unchanged, added = b.added + excluded.added,
       corrected = b.corrected + excluded.corrected, retracted = b.retracted + excluded.retracted,
       change = b.change + 1`,
    [
      sourceId,
      eventType,
      entries.map(([period]) => period),
      ...(['submitted', 'implied', 'rejected', 'unchanged', 'new', 'corrected', 'retracted'] as const).map(column),
    ],
  );
}
