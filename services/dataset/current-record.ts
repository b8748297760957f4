import type { EventContract } from '../../schemas/contract.js';
import type { Operation } from '../../schemas/record-order.js';
import { positionOf, type Position, type PositionColumns } from './position.js';

/** A record as it stands now. */
export type CurrentRecord = {
  sourceId: string;
  recordId: string;
  eventId: string;
  eventType: string;
  operation: Operation;
  contentDigest: string;
  /** YYYY-MM. */
  period: string;
  department: string;
  reportingUnit: string;
  /** Epoch ms. */
  acceptedAt: number;
  position: Position;
  /**
   * As in the event: dates YYYY-MM-DD, instants epoch ms, money fen. A nested record whose members are all null is null.
   * Null when the record is retracted.
   */
  payload: Record<string, unknown> | null;
};

export type CurrentRow = PositionColumns & {
  source_id: string;
  record_id: string;
  event_id: string;
  operation: Operation;
  content_digest: string;
  period: string;
  department: string;
  reporting_unit: string;
  accepted_at: number;
} & Record<string, unknown>;

export function currentRecordOf(contract: EventContract, row: CurrentRow): CurrentRecord {
  return {
    sourceId: row.source_id,
    recordId: row.record_id,
    eventId: row.event_id,
    eventType: contract.eventType,
    operation: row.operation,
    contentDigest: row.content_digest,
    period: row.period,
    department: row.department,
    reportingUnit: row.reporting_unit,
    acceptedAt: row.accepted_at,
    position: positionOf(row),
    payload: row.operation === 'RETRACT' ? null : payloadOf(contract, row),
  };
}

/** Columns back into nested records. */
function payloadOf(contract: EventContract, row: Record<string, unknown>): Record<string, unknown> {
  const payload: Record<string, unknown> = {};
  for (const { path, column } of contract.fields) setAt(payload, path.split('.'), row[column] ?? null);
  for (const [name, member] of Object.entries(payload)) if (isAllNull(member)) payload[name] = null;
  return payload;
}

function setAt(record: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    record[name] = value;
    return;
  }
  const nested = (record[name] ?? {}) as Record<string, unknown>;
  record[name] = nested;
  setAt(nested, rest, value);
}

function isAllNull(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).every(isAllNull));
}
