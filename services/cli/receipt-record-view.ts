import type { ReceiptRecord } from '../intake/commands.js';

export type RecordsPage = { records: ReceiptRecord[]; nextCursor: string | null };

const OUTCOMES: Readonly<Record<ReceiptRecord['outcome'], string>> = {
  ...{ new: '新增', corrected: '更正', retracted: '撤回', unchanged: '无变化', rejected: '退回' },
};

/** A page of a receipt's rows for a terminal: where each stands, and what has to be done when something has. */
export function receiptRecordLines({ records, nextCursor }: RecordsPage): string[] {
  if (records.length === 0) return ['没有符合条件的行。'];
  return [
    ...records.flatMap(recordLines),
    ...(nextCursor === null ? [] : [`……还有更多，加 --cursor ${nextCursor} 继续`]),
  ];
}

function recordLines(record: ReceiptRecord): string[] {
  const { rowNumber, recordId, outcome, stateLabel, position, reason, findings } = record;
  const place = position === null ? '' : `（${position.topic} 分区 ${position.partition} 位置 ${position.offset}）`;
  return [
    `第 ${rowNumber} 行${recordId === null ? '' : ` ${recordId}`}：${OUTCOMES[outcome]}，${stateLabel}${place}`,
    ...(reason === null ? [] : [`    ${reason.zh}${reason.remedy}`]),
    ...findings
      .filter(({ severity }) => severity === 'error')
      .map(({ heading, zh, remedy }) => `    ${heading === null ? '' : `“${heading}”`}${zh}${remedy}`),
  ];
}
