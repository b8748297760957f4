import { sleep } from '../../infra/process/sleep.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import type { HubClient } from './hub-client.js';
import type { ProgressLine } from './progress-line.js';

/** Terms of the books (promise 3) of one source, event type and period, as the query API tells them. */
export type BalanceRow = Record<(typeof TERMS)[number], number> & {
  sourceId: string;
  eventType: string;
  period: string;
  department: string;
  closed: boolean;
};

export const TERMS = [
  'submitted',
  'impliedRetractions',
  'rejected',
  'unchanged',
  'added',
  'corrected',
  'retracted',
  'waiting',
  'published',
  'inFlight',
  'applied',
  'parked',
  'discarded',
  'current',
  'superseded',
] as const;

type Apart = { sourceId: string; eventType: string; repeatedDeliveries: number; foreignEvents: number };
export type Balance = { closed: boolean; rows: BalanceRow[]; apart: Apart[] };

/** The ledger's own side, told by each department's intake service. */
export type LedgerRow = Pick<
  BalanceRow,
  'sourceId' | 'eventType' | 'period' | 'submitted' | 'rejected' | 'unchanged' | 'added' | 'corrected' | 'retracted'
>;

export type BooksDoors = { client: HubClient; queryApiUrl: string; ledger: () => Promise<LedgerRow[]> };

const ASK_EVERY_MS = 500;
/** Without any progress for so long, waiting on helps nobody. */
const PATIENCE_MS = 120_000;

/**
 * Waits until the dataset's books close over everything that the ledgers hold, and every person reference is resolved.
 *
 * @throws ServiceFailure BOOKS_OPEN when nothing moves any more
 */
export async function booksClosed(doors: BooksDoors, progress: ProgressLine, now: () => number): Promise<Balance> {
  const ledger = await doors.ledger();
  const total = ledger.reduce((sum, row) => sum + row.added + row.corrected + row.retracted, 0);
  let movedAt = now();
  for (let last = ''; ;) {
    const balance = await doors.client.get<Balance>(`${doors.queryApiUrl}/v1/balance`);
    const { unresolvedReferences } = await doors.client.get<{ unresolvedReferences: number }>(
      `${doors.queryApiUrl}/v1/progress`,
    );
    progress.update(sumOf(balance.rows, 'applied') + sumOf(balance.rows, 'parked'), total);
    if (balance.closed && unresolvedReferences === 0 && covers(balance.rows, ledger)) return balance;
    const state = JSON.stringify([TERMS.map((term) => sumOf(balance.rows, term)), unresolvedReferences]);
    if (state !== last) movedAt = now();
    last = state;
    if (now() - movedAt > PATIENCE_MS) throw booksOpen(balance.rows);
    await sleep(ASK_EVERY_MS);
  }
}

/** Whether the dataset has the newest statement of every ledger row. */
function covers(rows: readonly BalanceRow[], ledger: readonly LedgerRow[]): boolean {
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  const stated = ['submitted', 'rejected', 'unchanged', 'added', 'corrected', 'retracted'] as const;
  return ledger.every((own) => stated.every((term) => known.get(keyOf(own))?.[term] === own[term]));
}

const keyOf = ({ sourceId, eventType, period }: LedgerRow): string => JSON.stringify([sourceId, eventType, period]);

export function sumOf(rows: readonly BalanceRow[], term: (typeof TERMS)[number]): number {
  return rows.reduce((sum, row) => sum + row[term], 0);
}

/** The books by source and event type, periods added up. */
export function bySourceAndType(rows: readonly BalanceRow[]): Omit<BalanceRow, 'period'>[] {
  const sums = new Map<string, Omit<BalanceRow, 'period'>>();
  for (const row of rows) {
    const key = JSON.stringify([row.sourceId, row.eventType]);
    const sum = sums.get(key);
    if (!sum) {
      const { period: _period, ...first } = row;
      sums.set(key, { ...first });
      continue;
    }
    for (const term of TERMS) sum[term] += row[term];
    sum.closed &&= row.closed;
  }
  return [...sums.values()];
}

function booksOpen(rows: readonly BalanceRow[]): ServiceFailure {
  const open = rows
    .filter((row) => !row.closed)
    .map(({ sourceId, eventType, period }) => `${sourceId} ${eventType} ${period}`);
  return new ServiceFailure(
    `账目未平：${open.slice(0, 5).join('；') || '数据集尚未收到台账的最新报表'}。请查看 hub balance 和服务日志。The books do not close.`,
    { code: 'BOOKS_OPEN', retriable: true },
  );
}
