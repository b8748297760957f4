import pg from 'pg';
import type { Told } from './check-answer.js';

type Kept = { id: string; door: string; rows: number; rejected: number; unbroken: boolean };

/** What a ledger keeps, held against what the receipts said and against itself. @returns what does not agree */
export async function checkLedger(databaseUrl: string, told: ReadonlyMap<string, Told>): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const kept = await keptBatches(client);
    return [...batchFaults(kept, told), ...(await ledgerDisagreements(client))];
  } finally {
    await client.end();
  }
}

/** What a ledger says that it cannot mean, whatever was sent. */
export async function ledgerDisagreements(client: pg.Client): Promise<string[]> {
  const faults: string[] = [];
  for (const [what, sql] of AGREEMENTS) faults.push(...disagreement(what, await countOf(client, sql)));
  return faults;
}

async function keptBatches(client: pg.Client): Promise<Map<string, Kept>> {
  const { rows } = await client.query<Kept>(`
    SELECT batch_id AS id, submitted_by AS door, count(row_number)::int AS rows,
           count(*) FILTER (WHERE outcome = 'rejected')::int AS rejected,
           coalesce(max(row_number) = count(row_number) AND min(row_number) = 1, true) AS unbroken
    FROM batch LEFT JOIN batch_row USING (batch_id) GROUP BY batch_id`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Later batches may make a correction out of an unchanged row, but never a row out of none, nor a reject out of a good one. */
function batchFaults(kept: ReadonlyMap<string, Kept>, told: ReadonlyMap<string, Told>): string[] {
  // What is pulled is told to nobody: its rows are counted round by round.
  const unknown = [...kept.values()]
    .filter(({ id, door }) => !told.has(id) && door !== 'database-pull')
    .map(({ id }) => `batch ${id} is kept, but nobody was told`);
  const wrong = [...told.values()].flatMap(({ batchId, rows }) => {
    const found = kept.get(batchId);
    if (!found) return [`batch ${batchId} was promised, but is not kept`];
    const sum = ['new', 'corrected', 'retracted', 'unchanged', 'rejected'].reduce(
      (all, name) => all + (rows[name] ?? 0),
      0,
    );
    const same =
      rows['submitted'] === sum && found.rows === sum && found.rejected === rows['rejected'] && found.unbroken;
    return same ? [] : [`batch ${batchId}: told ${JSON.stringify(rows)}, kept ${JSON.stringify(found)}`];
  });
  return [...unknown, ...wrong];
}

const VERSIONED = "outcome IN ('new', 'corrected', 'retracted')";

/** Each counts what should not be there. */
const AGREEMENTS: readonly [what: string, sql: string][] = [
  [
    'taken rows without exactly one version',
    `SELECT count(*) FROM (SELECT 1 FROM batch_row r LEFT JOIN record_version v USING (batch_id, row_number)
       WHERE r.${VERSIONED} GROUP BY batch_id, row_number HAVING count(v.version_id) <> 1) AS wrong`,
  ],
  [
    'versions of rows that were not taken',
    `SELECT count(*) FROM record_version v LEFT JOIN batch_row r USING (batch_id, row_number)
       WHERE r.outcome IS NULL OR NOT r.${VERSIONED}`,
  ],
  [
    'gaps in the sequence of a source and feed',
    `SELECT count(*) FROM (SELECT 1 FROM ledger_counter c LEFT JOIN record_version v USING (source_id, event_type, ledger_epoch)
       GROUP BY source_id, event_type, ledger_epoch, c.last_seq
       HAVING c.last_seq <> count(v.ledger_seq) OR c.last_seq <> coalesce(max(v.ledger_seq), 0)) AS wrong`,
  ],
  [
    'rows that the books do not balance',
    `SELECT abs((SELECT coalesce(sum(submitted), 0) FROM ledger_balance) - (SELECT count(*) FROM batch_row))`,
  ],
  [
    'events under one place of the outbox',
    `SELECT count(*) FROM (SELECT 1 FROM record_version GROUP BY outbox_id HAVING count(*) > 1) AS wrong`,
  ],
];

async function countOf(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>({ text: sql, rowMode: 'array' } as pg.QueryConfig);
  return Number((rows[0] as unknown as [string])[0]);
}

const disagreement = (what: string, count: number): string[] => (count === 0 ? [] : [`${count} ${what}`]);
