import type { EventContract } from '../../../schemas/contract.js';
import { valueAt } from '../../../schemas/payload-value.js';
import type { EventValue } from './judge-event.js';
import { ruleBroken } from './judge-event.js';
import type { Problem } from './event-claims.js';

const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** What PostgreSQL, or canonical JSON, could not hold; found before anything is written or looked up. */
export function storageProblem(contract: EventContract, event: EventValue): Problem | null {
  const found = unstorableAt(event, '');
  if (found) return ruleBroken(found);
  const { acceptedAt, recordedAt } = event.header;
  if (![acceptedAt, recordedAt ?? acceptedAt].every(isStorableInstant))
    return ruleBroken('INSTANT_OUT_OF_RANGE@header');
  const { payload } = event;
  const outside = payload && contract.fields.find(({ avroType, path }) => !isInRange(avroType, valueAt(payload, path)));
  return outside ? ruleBroken(`DATE_OUT_OF_RANGE@${outside.path}`) : null;
}

/** U+0000 in a text, NaN or infinity in a number: code and path of the first. */
function unstorableAt(value: unknown, path: string): string | null {
  if (isStorable(value)) return null;
  if (typeof value === 'string') return `NUL_CHARACTER@${path}`;
  if (typeof value === 'number') return `NUMBER_NOT_FINITE@${path}`;
  for (const [name, member] of Object.entries(value as object)) {
    const found = unstorableAt(member, path === '' ? name : `${path}.${name}`);
    if (found) return found;
  }
  return null;
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0');
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  for (const name in value) if (!isStorable((value as Record<string, unknown>)[name])) return false;
  return true;
}

function isInRange(avroType: string, value: unknown): boolean {
  if (value === null) return true;
  if (avroType === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value as string) && (value as string) >= '0001';
  return avroType !== 'timestamp-millis' || isStorableInstant(value as number);
}

const isStorableInstant = (ms: number) => ms >= EARLIEST_MS && ms <= LATEST_MS;
