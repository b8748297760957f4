import type { Toll } from './accident-tolls.js';
import { addDays, dayOf, momentOn, type Moment } from './calendar.js';
import type { Random } from './random.js';

/** A later state of an accident in the department's system, with its own change time. */
export type LaterReport = {
  /** Code of the list `accident-report-stage`. */
  readonly stage: 'FOLLOW_UP' | 'FINAL';
  readonly changedAt: Moment;
  readonly toll: Toll;
  readonly cause: 'toll-raised' | 'closed';
};

type Course = {
  readonly toll: Toll;
  readonly onRoad: boolean;
  readonly occurredAt: Moment;
  readonly changedAt: Moment;
};

/**
 * How the reports of one accident came in: the toll may rise within 30 days, on roads within 7 (Decree 493 Art. 13), and
 * many accidents are closed some months later. Change times are distinct, so the reports may arrive in any order.
 */
export function laterReports(random: Random, course: Course): { first: Toll; reports: LaterReport[] } {
  const { toll } = course;
  // Deaths of three are always reached by a rise: the one kind of correction that must move a grade as well.
  const rises = toll.deaths > 0 && (toll.deaths === 3 || random.chance(0.12));
  const first = rises ? beforeRise(toll, random) : toll;
  const reports: LaterReport[] = rises ? [raised(random, course)] : [];
  if (random.chance(0.3)) reports.push(closed(random, course));
  return { first, reports };
}

/** One of the dead was still in hospital, or missing. */
function beforeRise(toll: Toll, random: Random): Toll {
  const missing = random.chance(0.15) ? 1 : 0;
  return { ...toll, deaths: toll.deaths - 1, missing, seriousInjuries: toll.seriousInjuries + 1 - missing };
}

function raised(random: Random, course: Course): LaterReport {
  const day = addDays(dayOf(course.changedAt), random.int(1, course.onRoad ? 6 : 28));
  return { stage: 'FOLLOW_UP', changedAt: momentOn(random, day), toll: course.toll, cause: 'toll-raised' };
}

function closed(random: Random, course: Course): LaterReport {
  const day = addDays(dayOf(course.changedAt), random.int(32, 75));
  const assessed = (Number(course.toll.lossWan ?? 1) + random.int(100, 900) / 100).toFixed(2);
  // An assessed loss that crossed 1,000 万元 would be another story than that of a closed file.
  const lossWan = Number(assessed) < 1000 ? assessed : course.toll.lossWan;
  return { stage: 'FINAL', changedAt: momentOn(random, day), toll: { ...course.toll, lossWan }, cause: 'closed' };
}
