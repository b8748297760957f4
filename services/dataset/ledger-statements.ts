import type pg from 'pg';
import type { LedgerStatement } from '../../schemas/generated/event-types.js';
import { unnestOf, type WrittenColumn } from './unnest.js';

const columns: readonly WrittenColumn<LedgerStatement>[] = [
  { name: 'department', type: 'text', of: (statement) => statement.department },
  { name: 'source_id', type: 'text', of: (statement) => statement.sourceId },
  { name: 'event_type', type: 'text', of: (statement) => statement.eventType },
  { name: 'period', type: 'text', of: (statement) => statement.period },
  { name: 'ledger_epoch', type: 'int', of: (statement) => statement.ledgerEpoch },
  { name: 'statement_seq', type: 'bigint', of: (statement) => statement.statementSeq },
  { name: 'ledger_seq', type: 'bigint', of: (statement) => statement.ledgerSeq },
  { name: 'submitted', type: 'bigint', of: (statement) => statement.submitted },
  { name: 'implied_retractions', type: 'bigint', of: (statement) => statement.impliedRetractions },
  { name: 'rejected', type: 'bigint', of: (statement) => statement.rejected },
  { name: 'unchanged', type: 'bigint', of: (statement) => statement.unchanged },
  { name: 'added', type: 'bigint', of: (statement) => statement.added },
  { name: 'corrected', type: 'bigint', of: (statement) => statement.corrected },
  { name: 'retracted', type: 'bigint', of: (statement) => statement.retracted },
  { name: 'published', type: 'bigint', of: (statement) => statement.published },
  { name: 'stated_at', type: 'timestamptz', of: (statement) => statement.statedAt },
];

/** Epoch and statement number decide; the counts only make two statements under one number come out the same. */
const orderOf = (row: string) =>
  `(${columns
    .slice(4)
    .map(({ name }) => `${row}.${name}`)
    .join(', ')})`;

/** The ledgers' side of the books: the latest statement of each department, source, event type and period. */
export async function upsertLedgerStatements(
  client: pg.ClientBase,
  statements: readonly LedgerStatement[],
): Promise<void> {
  const { names, source, values } = unnestOf(columns, statements);
  const key = ['department', 'source_id', 'event_type', 'period'].map((name) => `${name} COLLATE "C"`).join(', ');
  const replaced = columns.slice(4).map(({ name }) => `${name} = EXCLUDED.${name}`);
  await client.query(
    `INSERT INTO ledger_statement AS known (${names})
     SELECT DISTINCT ON (${key}) * FROM ${source} AS said (${names}) ORDER BY ${key}, ${orderOf('said')} DESC
     ON CONFLICT (department, source_id, event_type, period) DO UPDATE SET ${replaced.join(', ')}
     WHERE ${orderOf('EXCLUDED')} > ${orderOf('known')}`,
    values,
  );
}
