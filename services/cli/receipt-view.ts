import type { HubClient } from './hub-client.js';
import type { Receipt } from './submit-exports.js';
import { findingLine } from './finding-line.js';

/** A receipt as the door tells it. */
export type FullReceipt = Receipt & {
  acceptedAt: string;
  asOf: string | null;
  states: { waiting: number; published: number; applied: number; parked: number; discarded: number };
  stateLabel: string;
  notes: string[];
  warnings: number;
  rejects: Reject[];
};
type Reject = Receipt['findings'][number];

const REJECTS_SHOWN = 10;
const ROWS_ASKED = 20;

/** Adds the first rejected rows, which warnings before them may have pushed out of the receipt itself. */
export async function withRejects(
  receipt: Omit<FullReceipt, 'rejects'>,
  client: HubClient,
  doorUrl: string,
  isKept: boolean,
): Promise<FullReceipt> {
  const own = receipt.findings.filter(({ severity }) => severity === 'error');
  if (!isKept || receipt.rows.rejected === 0) return { ...receipt, rejects: own };
  const url = `${doorUrl}/v1/batches/${receipt.batchId}/rejects?limit=${ROWS_ASKED}`;
  const { rejects } = await client.get<{ rejects: Reject[] }>(url);
  return { ...receipt, rejects: rejects.filter(({ severity }) => severity === 'error') };
}

export function receiptLines(receipt: FullReceipt, isKept: boolean): string[] {
  const { rows, rejects, batchId, stateLabel, sourceId, feed, warnings, notes } = receipt;
  return [
    isKept
      ? `批次 ${batchId}（${sourceId} ${feed}）：${stateLabel}`
      : `${stateLabel}：${sourceId} ${feed}，只检查，未保存`,
    `共 ${rows.submitted} 行：新增 ${rows.new}，更正 ${rows.corrected}，撤回 ${rows.retracted}，无变化 ${rows.unchanged}，退回 ${rows.rejected}${warnings > 0 ? `；有提示 ${warnings} 行` : ''}`,
    ...notes.map((note) => `提示：${note}`),
    ...rejects.slice(0, REJECTS_SHOWN).map((finding) => `  ${findingLine(finding)}`),
    ...(rejects.length > REJECTS_SHOWN ? [`  ……其余见 ${isKept ? `hub receipt ${batchId} --json` : '--json'}`] : []),
    ...(isKept && rejects.length > 0 ? [`改好后重报：hub receipt ${batchId} --rejects 退回.xlsx`] : []),
  ];
}

/** 2: done, and something has to be mended. */
export function receiptExitCode({ rows, states }: FullReceipt): number {
  return rows.rejected + states.parked + states.discarded > 0 ? 2 : 0;
}
