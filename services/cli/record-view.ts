import { codeName } from '../../schemas/code-lists/code-list.js';
import type { EventContract } from '../../schemas/contract.js';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { shanghaiTime } from './shanghai-time.js';

type Nested = Record<string, unknown>;

export type FoundRecord = {
  sourceId: string;
  recordId: string;
  operation: string;
  period: string;
  reportingUnit: string;
  names: Record<string, string>;
};
export type FoundPage = { records: FoundRecord[]; next: string | null };
export type FoundHistory = {
  sourceId: string;
  eventType: string;
  recordId: string;
  versions: {
    operation: string;
    isCurrent: boolean;
    eventId: string;
    header: Nested;
    payload: Nested | null;
    position: { topic: string; partition: number; offset: number };
  }[];
  supersededBy: string[];
  supersedes: string[];
  links: {
    label: string;
    ruleLabel: string;
    other: { eventType: string; sourceId: string; recordId: string };
  }[];
};

const NAMES_SHOWN = 4;

/** A line a record: where it comes from, its month and what its first codes mean. */
export function pageLines({ records, next }: FoundPage): string[] {
  if (records.length === 0) return ['没有符合条件的记录。'];
  const lines = records.map(({ sourceId, recordId, period, operation, names }) => {
    const said = [...new Set(Object.values(names))].slice(0, NAMES_SHOWN).join('，');
    return `${sourceId} ${recordId} ${period}${operation === 'RETRACT' ? '（已撤回）' : ''} ${said}`.trimEnd();
  });
  return [...lines, `共 ${records.length} 条${next === null ? '' : `；还有更多，用 --cursor ${next} 继续`}`];
}

/** Every version from the oldest on, the current one with all that it says; then what the record is linked to, and why. */
export function historyLines(history: FoundHistory): string[] {
  const { sourceId, eventType, recordId, versions, links } = history;
  const fields = contractOf(eventType)?.fields ?? [];
  return [
    `${eventType} ${sourceId} ${recordId}：${versions.length} 个版本`,
    ...supersedingLines(history),
    ...versions.flatMap(({ operation, isCurrent, header, payload, position, eventId }) => [
      `${isCurrent ? '●' : '○'} ${shanghaiTime(String(header['acceptedAt']))} ${operation === 'RETRACT' ? '撤回' : '申报'}${isCurrent ? '（现行）' : ''}，事件 ${eventId}`,
      `    消息 ${position.topic} 分区 ${position.partition} 位置 ${position.offset}`,
      ...(isCurrent && payload ? fields.flatMap((field) => fieldLine(field, valueAt(payload, field.path))) : []),
    ]),
    ...links.flatMap(({ label, ruleLabel, other }) => [
      `↔ ${label}：${contractOf(other.eventType)?.label ?? other.eventType} ${other.sourceId} ${other.recordId}`,
      `    依据：${ruleLabel}`,
    ]),
  ];
}

/** When a department replaces its system, records of one number are one. */
function supersedingLines({ supersededBy, supersedes }: FoundHistory): string[] {
  return [
    ...(supersededBy.length > 0 ? [`    已由 ${supersededBy.join('、')} 的同编号记录接替，不再计入统计和关联`] : []),
    ...(supersedes.length > 0 ? [`    接替 ${supersedes.join('、')} 的同编号记录`] : []),
  ];
}

function contractOf(eventType: string): EventContract | undefined {
  return eventContracts.find((contract) => contract.eventType === eventType);
}

function fieldLine({ label, codeList, avroType }: EventContract['fields'][number], value: unknown): string[] {
  if (value === null || value === undefined || typeof value === 'object') return [];
  const name = codeList ? codeName(codeList, String(value)) : undefined;
  const shown = avroType === 'timestamp-millis' ? shanghaiTime(String(value)) : String(value);
  return [`    ${label}：${shown}${name ? `（${name}）` : ''}`];
}

function valueAt(payload: Nested, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Nested | null | undefined)?.[name], payload);
}
