import type { Queryable } from '../receipts/queryable.js';

/** What an operator did or looked at; kept in the ledger's database, beside what it was done to. */
export type OperatorAction = {
  subject: string;
  action: 'list' | 'show' | 'rejects' | 'replay';
  /** Filters, batch, reason, numbers; never anything out of a record. */
  detail: Record<string, string | number | null>;
};

export type KeptAction = OperatorAction & { actionId: number; at: string };

export async function recordAction(
  db: Queryable,
  { subject, action, detail }: OperatorAction,
  now: number,
): Promise<void> {
  await db.query(
    'INSERT INTO operator_action (at, subject, action, detail) VALUES (to_timestamp($1 / 1000.0), $2, $3, $4)',
    [now, subject, action, JSON.stringify(detail)],
  );
}

/** Newest first, from before `before` on. */
export async function readActions(
  db: Queryable,
  { before, limit }: { before: number | null; limit: number },
): Promise<KeptAction[]> {
  const { rows } = await db.query<OperatorAction & { action_id: number; at: number }>(
    `SELECT action_id, at, subject, action, detail FROM operator_action
     WHERE $1::bigint IS NULL OR action_id < $1 ORDER BY action_id DESC LIMIT $2`,
    [before, limit],
  );
  return rows.map(({ action_id, at, ...rest }) => ({ ...rest, actionId: action_id, at: new Date(at).toISOString() }));
}
