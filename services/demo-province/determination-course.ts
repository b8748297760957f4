import { addDays, type Day } from './calendar.js';
import type { Random } from './random.js';

/** Days of one application, in the order the law gives them (Regulation Art. 17–20). */
export type Course = {
  readonly eventOn: Day;
  readonly appliedOn: Day;
  readonly extensionApproved: boolean;
  /** Null when the agency did not accept the application (不予受理). */
  readonly acceptedOn: Day | null;
  readonly suspendedOn: Day | null;
  readonly resumedOn: Day | null;
  readonly decidedOn: Day | null;
  readonly deliveredOn: Day | null;
  /** Papers were missing first (一次性告知补正). */
  readonly supplemented: boolean;
};

export type Applicant = 'EMPLOYER' | 'WORKER' | 'KIN' | 'UNION';
/** Where a course is pinned: to the injury, or to the decision, so that a year has its number of decisions. */
export type Anchor = { readonly eventOn: Day } | { readonly decidedOn: Day };

type Lags = {
  readonly toApply: number;
  readonly toAccept: number;
  readonly toDecide: number;
  readonly toDeliver: number;
  readonly suspension: { readonly after: number; readonly days: number } | null;
};

export type CourseWish = {
  readonly anchor: Anchor;
  readonly applicant: Applicant;
  readonly accepted: boolean;
  /** In time and without a halt: the ground on which a fault is planted. */
  readonly plain?: boolean;
  /** Days from the event to the application, where the story has fixed them. */
  readonly toApply?: number;
};

export function courseOf(random: Random, wish: CourseWish): Course {
  const drawn = wish.plain ? plainLags(random) : lagsOf(random, wish.applicant);
  const lags = { ...drawn, toApply: wish.toApply ?? drawn.toApply };
  const halted = lags.suspension?.days ?? 0;
  const toDecision = lags.toApply + lags.toAccept + lags.toDecide + halted;
  const eventOn = 'eventOn' in wish.anchor ? wish.anchor.eventOn : addDays(wish.anchor.decidedOn, -toDecision);
  const appliedOn = addDays(eventOn, lags.toApply);
  const acceptedOn = addDays(appliedOn, lags.toAccept);
  const suspendedOn = lags.suspension && addDays(acceptedOn, lags.suspension.after);
  const decidedOn = addDays(acceptedOn, lags.toDecide + halted);
  const extensionApproved = wish.applicant === 'EMPLOYER' && lags.toApply > 30 && random.chance(0.4);
  const head = { eventOn, appliedOn, extensionApproved, supplemented: lags.toAccept > 10 };
  if (!wish.accepted) {
    return { ...head, acceptedOn: null, suspendedOn: null, resumedOn: null, decidedOn: null, deliveredOn: null };
  }
  return {
    ...head,
    acceptedOn,
    suspendedOn,
    resumedOn: suspendedOn && addDays(suspendedOn, halted),
    decidedOn,
    deliveredOn: addDays(decidedOn, lags.toDeliver),
  };
}

/** Employers within 30 days, others within a year; some later than the law wants, which is a warning and no fault. */
function lagsOf(random: Random, applicant: Applicant): Lags {
  const late = random.chance(0.05);
  const toApply =
    applicant === 'EMPLOYER'
      ? random.int(late ? 31 : 2, late ? 80 : 29)
      : random.int(late ? 366 : 20, late ? 420 : random.pick([90, 180, 330]));
  const halts = random.chance(0.03);
  const toDecide = random.chance(0.02) ? random.int(61, 80) : random.int(8, random.pick([15, 40, 55]));
  return {
    toApply,
    toAccept: random.int(1, 15),
    toDecide,
    toDeliver: random.int(1, 18),
    suspension: halts ? { after: random.int(2, Math.min(20, toDecide)), days: random.int(20, 90) } : null,
  };
}

function plainLags(random: Random): Lags {
  return {
    toApply: random.int(5, 25),
    toAccept: random.int(2, 10),
    toDecide: random.int(10, 40),
    toDeliver: random.int(3, 15),
    suspension: null,
  };
}

export type Standing =
  'APPLIED' | 'SUPPLEMENT_REQUIRED' | 'ACCEPTED' | 'REJECTED' | 'INVESTIGATING' | 'SUSPENDED' | 'DECIDED' | 'DELIVERED';

/** Where an application stood at the end of a day (codes of the list `determination-status`). */
export function standingOn(course: Course, day: Day): Standing {
  const { acceptedOn, decidedOn, deliveredOn, suspendedOn, resumedOn, appliedOn } = course;
  if (deliveredOn !== null && deliveredOn <= day) return 'DELIVERED';
  if (decidedOn !== null && decidedOn <= day) return 'DECIDED';
  if (acceptedOn === null) return addDays(appliedOn, 12) <= day ? 'REJECTED' : 'APPLIED';
  if (acceptedOn > day) return course.supplemented && addDays(appliedOn, 3) <= day ? 'SUPPLEMENT_REQUIRED' : 'APPLIED';
  if (suspendedOn !== null && suspendedOn <= day && (resumedOn === null || resumedOn > day)) return 'SUSPENDED';
  return addDays(acceptedOn, 5) <= day ? 'INVESTIGATING' : 'ACCEPTED';
}
