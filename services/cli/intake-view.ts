import { connectors } from '../../connectors/generated/feed-index.js';
import type { FoundBatch } from '../intake/commands.js';
import { shanghaiTime } from './shanghai-time.js';

export type BatchesPage = { department: string; batches: FoundBatch[]; nextCursor: string | null };
export type Replayed = { department: string; events: number; identities: number };

const labelOf = (department: string): string =>
  connectors.find((connector) => connector.department === department)?.label ?? department;

const STATES: Readonly<Record<keyof FoundBatch['states'], string>> = {
  ...{ waiting: '待发布', published: '待确认', applied: '已入库', parked: '搁置', discarded: '未采用' },
};

/** A department's batches, one a line. */
export function batchLines({ department, batches, nextCursor }: BatchesPage): string[] {
  if (batches.length === 0) return [`${labelOf(department)}：没有符合条件的批次。`];
  const more = nextCursor === null ? [] : ['  ……还有更早的批次，可用 --since、--limit 调整范围'];
  return [`${labelOf(department)}：`, ...batches.map(batchLine), ...more];
}

function batchLine({ batchId, acceptedAt, sourceId, feed, rows, warnings, states }: FoundBatch): string {
  const stand = Object.entries(STATES).flatMap(([state, label]) => {
    const count = states[state as keyof FoundBatch['states']];
    return count === 0 ? [] : [`${label} ${count}`];
  });
  const told = [
    `${rows.submitted} 行`,
    `退回 ${rows.rejected}`,
    ...(warnings > 0 ? [`提示 ${warnings}`] : []),
    ...stand,
  ];
  return `  ${shanghaiTime(acceptedAt)} ${batchId} ${sourceId} ${feed}：${told.join('，')}`;
}

export function replayLine({ department, events, identities }: Replayed): string {
  if (events + identities === 0) return `${labelOf(department)}：没有需要重新发送的事件。`;
  return `${labelOf(department)}：${events} 个事件、${identities} 份密封身份已排队，由报送服务重新发送；重复的不会重复计数。`;
}
