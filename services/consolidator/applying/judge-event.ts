import { contentDigest } from '../../../schemas/content-digest.js';
import { eventId } from '../../../schemas/event-id.js';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import { periodOf, shanghaiDate } from '../../../schemas/period.js';
import { checkPayload } from '../../../schemas/record-check.js';
import { orderOf } from '../../dataset/dataset-event.js';
import type { EventRole } from '../receiving/topic-roles.js';
import type { Problem } from './event-claims.js';
import type { WrittenEvent } from './written-event.js';

export type EventValue = { header: EventHeader; payload: object | null };

/**
 * Why an event may not enter the dataset; null when it may. The consolidator trusts nobody: whatever the intake checked
 * is checked again, and what the header says of the payload is computed again. A function of the event and the source
 * register alone, so that a rebuild, years later, judges the same.
 *
 * @param registeredDepartment owner by the source register; undefined while nobody has registered the source, which
 *   condemns nothing, since a registration may arrive after the events
 * @param written the event as its writer's contract has it; absent: it is this software's
 */
export function judgeEvent(
  role: EventRole,
  event: EventValue,
  registeredDepartment: string | undefined,
  written: WrittenEvent = { payload: event.payload, defaults: role.contract.defaults, isNewer: false },
): Problem | null {
  return (
    departmentProblem(role, event.header, registeredDepartment) ??
    operationProblem(event) ??
    identityProblem(role, event, written) ??
    payloadProblem(role, event, written)
  );
}

function departmentProblem(role: EventRole, header: EventHeader, registered: string | undefined): Problem | null {
  const owner = registered ?? role.department;
  if (header.department === role.department && owner === role.department) return null;
  const found = header.department === role.department ? 'the source register names' : 'the header names';
  return { reasonCode: 'WRONG_DEPARTMENT', detail: `topic of ${role.department}; ${found} another department` };
}

function operationProblem({ header, payload }: EventValue): Problem | null {
  if (header.recordId === '') return ruleBroken('RECORD_ID_EMPTY');
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(header.period)) return ruleBroken('PERIOD_MALFORMED');
  if (header.operation === 'ASSERT') return payload === null ? ruleBroken('PAYLOAD_MISSING') : null;
  if (header.operation !== 'RETRACT') return ruleBroken('OPERATION_UNKNOWN');
  if (payload !== null) return ruleBroken('PAYLOAD_OF_RETRACTION');
  return header.reason ? null : ruleBroken('REASON_MISSING');
}

/** Digest and id as they follow from what the event says: all of it, also what only its writer's contract knows. */
export function identityProblem(
  { contract }: EventRole,
  { header }: EventValue,
  written: WrittenEvent,
): Problem | null {
  if (contentDigest(written.payload, written.defaults) !== header.contentDigest) {
    return { reasonCode: 'CONTENT_DIGEST_MISMATCH', detail: 'the payload has another digest than the header says' };
  }
  const { sourceId, recordId } = header;
  const expected = eventId({ sourceId, recordId, eventType: contract.eventType, ...orderOf(header) });
  if (expected === header.eventId) return null;
  return { reasonCode: 'EVENT_ID_MISMATCH', detail: 'the event id does not follow from the header' };
}

/** The contract's rules, on the day of acceptance: what was no future date then is none in a rebuild, and the reverse. */
function payloadProblem({ contract }: EventRole, event: EventValue, { isNewer }: WrittenEvent): Problem | null {
  const { header, payload } = event;
  if (payload === null) return null;
  const findings = checkPayload(contract, payload, { today: shanghaiDate(header.acceptedAt) });
  const broken = findings
    .filter(({ severity, code }) => severity === 'error' && !(isNewer && MAY_WIDEN.has(code)))
    .map(({ code, field }) => `${code}@${field}`);
  if (broken.length > 0) return ruleBroken([...new Set(broken)].join(' '));
  return periodOf(contract, payload) === header.period ? null : ruleBroken('PERIOD_MISMATCH');
}

/**
 * What a compatible change may allow: a code that was added, a range that became wider. The writer's contract is newer
 * and registered, so its intake has checked them by the lists in force; this software would set right records aside.
 */
const MAY_WIDEN: ReadonlySet<string> = new Set(['CODE_UNKNOWN', 'CODE_NOT_VALID_ON_DATE', 'NUMBER_OUT_OF_RANGE']);

export function ruleBroken(detail: string): Problem {
  return { reasonCode: 'RULE_BROKEN', detail };
}
