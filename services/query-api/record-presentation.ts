import type { EventContract } from '../../schemas/contract.js';
import { codeName } from '../../schemas/code-lists/code-list.js';
import type { CurrentRecord } from '../dataset/current-record.js';
import type { RecordVersion } from '../dataset/record-history.js';

export const iso = (epochMs: number | null): string | null =>
  epochMs === null ? null : new Date(epochMs).toISOString();

type Nested = { [name: string]: unknown };

/** A payload as people's programs read it: instants in ISO 8601 UTC instead of epoch milliseconds. */
export function presentPayload(contract: EventContract, payload: Nested | null): Nested | null {
  if (payload === null) return null;
  const shown = structuredClone(payload);
  for (const { path, avroType } of contract.fields) {
    if (avroType === 'timestamp-millis') changeAt(shown, path.split('.'), (value) => iso(value as number));
  }
  return shown;
}

/** Names of the codes in a payload, by path: what a table shows beside `14-1` or `220100`. */
export function codeNames(contract: EventContract, payload: Nested | null): Record<string, string> {
  const names: Record<string, string> = {};
  for (const { path, codeList } of contract.fields) {
    const code = codeList && payload ? valueAt(payload, path.split('.')) : undefined;
    const name = codeList && typeof code === 'string' ? codeName(codeList, code) : undefined;
    if (name !== undefined) names[path] = name;
  }
  return names;
}

export function presentRecord(contract: EventContract, record: CurrentRecord): Nested {
  return {
    ...record,
    acceptedAt: iso(record.acceptedAt),
    payload: presentPayload(contract, record.payload),
    names: codeNames(contract, record.payload),
  };
}

export function presentVersion(contract: EventContract, version: RecordVersion): Nested {
  const { header } = version;
  return {
    ...version,
    header: { ...header, acceptedAt: iso(header.acceptedAt), recordedAt: iso(header.recordedAt) },
    payload: presentPayload(contract, version.payload),
    kafkaTime: iso(version.kafkaTime),
    archivedAt: iso(version.archivedAt),
  };
}

function valueAt(record: Nested, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Nested | null | undefined)?.[name], record);
}

function changeAt(record: Nested, path: readonly string[], change: (value: unknown) => unknown): void {
  const holder = valueAt(record, path.slice(0, -1)) as Nested | null | undefined;
  const name = path.at(-1);
  if (holder && name !== undefined && holder[name] !== null && holder[name] !== undefined)
    holder[name] = change(holder[name]);
}
