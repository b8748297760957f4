import type { Day, Moment } from './calendar.js';
import type { Casualty } from './casualties.js';
import type { Applicant, Course } from './determination-course.js';
import type { Employer } from './employers.js';
import type { Person } from './people.js';
import type { Prefecture } from './places.js';

export type Outcome = 'RECOGNIZED' | 'DEEMED' | 'NOT_RECOGNIZED' | 'TERMINATED' | 'NOT_ACCEPTED';

/** One application for the determination of a work injury, as it will have gone in the end. */
export type Case = {
  readonly index: number;
  /** What was applied for: two applications for one injury have it in common. */
  readonly event: string;
  /** Natural key 认定申请编号; each prefecture numbers its own, so that two sources use the same numbers. */
  readonly number: string;
  readonly decisionNumber: string;
  readonly prefecture: Prefecture;
  readonly person: Person;
  /** False where only name and sex are in the file: neither number nor birth date nor telephone. */
  readonly identified: boolean;
  readonly employer: Employer;
  readonly host: Employer | null;
  readonly occupation: string;
  readonly applicant: Applicant;
  /** Article and item; null where the decision names none. */
  readonly situation: string | null;
  readonly outcome: Outcome;
  readonly course: Course;
  readonly accidentAt: Moment | null;
  readonly accidentDivision: string | null;
  readonly accidentType: string | null;
  /** Code of the list `harm-grade`. */
  readonly harmGrade: string | null;
  readonly diedAt: Moment | null;
  readonly rescueStartedAt: Moment | null;
  readonly diagnosedOn: Day | null;
  readonly certificate: string | null;
  readonly accidentNumber: string | null;
  readonly insured: boolean;
  readonly facts: string;
  /** Under review after delivery; the decision still stands. */
  readonly review: 'RECONSIDERATION' | 'LITIGATION' | null;
  readonly story: string;
  readonly casualty: Casualty | null;
  /** Index of the report card of the disease, if there is one, and whether the file names its certificate rightly. */
  readonly diagnosis: { readonly card: number; readonly certificateRight: boolean } | null;
};
