import type { FieldDefaults } from '../../../schemas/content-digest.js';
import type { EventContract } from '../../../schemas/contract.js';
import { payloadDefaults } from '../../../schemas/payload-defaults.js';
import type { Decoding } from '../receiving/record-decoders.js';

/** An event as its writer's contract has it, which may be another version than this software's. */
export type WrittenEvent = {
  readonly payload: object | null;
  readonly defaults: FieldDefaults;
  /** True when the schema that it was written with, as registered, is of a later contract version. */
  readonly isNewer: boolean;
};

type WriterContract = { readonly version: readonly number[]; readonly defaults: FieldDefaults };

/** Of a decoding that gave a value. */
export function writtenEvent(contract: EventContract, decoding: Extract<Decoding, { ok: true }>): WrittenEvent {
  const { value, written, writerSchema } = decoding;
  const { payload } = written as { payload: object | null };
  const writer = writerSchema === null ? null : writerContract(writerSchema);
  return {
    payload,
    defaults: writer === null || written === value ? contract.defaults : writer.defaults,
    isNewer: writer !== null && isLater(writer.version, versionOf(contract.contractVersion)),
  };
}

/** Few schemas write many events. */
const contracts = new Map<string, WriterContract>();

function writerContract(schemaText: string): WriterContract {
  const known = contracts.get(schemaText);
  if (known) return known;
  const schema = JSON.parse(schemaText) as { contractVersion?: unknown };
  const read = { version: versionOf(schema.contractVersion), defaults: payloadDefaults(schema) };
  contracts.set(schemaText, read);
  return read;
}

/** `1.10.2` as numbers; what is no version is before all of them. */
function versionOf(text: unknown): readonly number[] {
  return typeof text === 'string' && /^\d+(\.\d+)*$/.test(text) ? text.split('.').map(Number) : [];
}

function isLater(one: readonly number[], other: readonly number[]): boolean {
  const length = Math.max(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const difference = (one[at] ?? -1) - (other[at] ?? -1);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
