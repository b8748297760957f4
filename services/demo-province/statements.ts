import type { Feed } from './exports/export-row.js';
import { demoSources } from './sources.js';

/** What one source says, or fails to say, of one kind of data and one year. */
export type YearStatement = {
  readonly sourceId: string;
  readonly department: string;
  readonly reportingUnit: string;
  readonly eventType: Exclude<Feed, 'period-statement'>;
  readonly year: number;
  /** Late: with the statements of the next year. Missing: never, though everything was delivered. */
  readonly sent: 'in-time' | 'late' | 'missing';
};

/** Who forgets, counted from the first or the last year; nothing of one year alone is missing. */
const MISSING = [
  // 2023 by default: of the first year nobody can say who never filed.
  { sourceId: 'hr-220400-determination', eventType: 'injury-determination', fromFirst: 0 },
  { sourceId: 'hr-222400-determination', eventType: 'employer-enrolment', fromLast: 0 },
] as const;
const LATE = [
  { sourceId: 'hr-220800-determination', eventType: 'injury-determination', fromLast: 1 },
  { sourceId: 'hr-220800-determination', eventType: 'employer-enrolment', fromLast: 1 },
] as const;

/** Of every source and every kind of data that it sends, for every year. */
export function yearStatements(years: readonly number[]): YearStatement[] {
  const kinds = demoSources().flatMap(({ sourceId, department, reportingUnit, eventTypes }) =>
    eventTypes
      .filter((eventType): eventType is YearStatement['eventType'] => eventType !== 'period-statement')
      .map((eventType) => ({ sourceId, department, reportingUnit, eventType })),
  );
  return years.flatMap((year) => kinds.map((kind) => ({ ...kind, year, sent: sentOf(kind, year, years) })));
}

type Lapse = {
  readonly sourceId: string;
  readonly eventType: string;
  readonly fromFirst?: number;
  readonly fromLast?: number;
};

function sentOf(
  kind: { readonly sourceId: string; readonly eventType: string },
  year: number,
  years: readonly number[],
): YearStatement['sent'] {
  const applies = (lapse: Lapse) =>
    lapse.sourceId === kind.sourceId &&
    lapse.eventType === kind.eventType &&
    year === (lapse.fromFirst === undefined ? years.at(-1 - (lapse.fromLast ?? 0)) : years.at(lapse.fromFirst));
  if (years.length === 1) return 'in-time';
  if (MISSING.some(applies)) return 'missing';
  return LATE.some(applies) ? 'late' : 'in-time';
}
