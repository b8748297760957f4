import type { InjuryDeterminationPayload as Payload } from '../../generated/event-types.js';
import { asDate } from '../../period.js';

/**
 * The day from which the time to apply runs (工伤保险条例 Art. 17): the accident, or the diagnosis of an occupational
 * disease, by Asia/Shanghai. Null when neither is filled.
 */
export function injuryDay({ situation, accidentAt, diagnosedOn }: Payload): string | null {
  const accident = asDate(accidentAt);
  return situation === '14-4' ? (diagnosedOn ?? accident) : (accident ?? diagnosedOn);
}
