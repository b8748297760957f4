import type { Day } from '../calendar.js';

/**
 * What one row says of the world in plain terms, for figures to be reckoned from; kept apart from the cells, which are
 * for the hub to read. Codes are those of the code lists, days those of Asia/Shanghai. Of a row with a fault: what it
 * would say without it.
 */
export type Statement =
  DiseaseStatement | AccidentStatement | CasualtyStatement | CaseStatement | EnrolmentStatement | YearSaid;

export type DiseaseStatement = {
  readonly feed: 'occupational-disease';
  /** Of diagnosis, else of report. */
  readonly year: number;
  readonly reportKind: string;
  readonly category: string;
  readonly pneumoconiosis: boolean;
  readonly stage: string | null;
  readonly exposureMonths: number;
  readonly diagnosedOn: Day | null;
  readonly reportedOn: Day;
  readonly industry: string;
  /** As it was called on the day of the report. */
  readonly division: string;
  readonly certificate: string | null;
  readonly priorCertificate: string | null;
  /** False where only name and sex are written. */
  readonly identified: boolean;
};

export type AccidentStatement = {
  readonly feed: 'work-safety-accident';
  readonly year: number;
  readonly reportGroup: string;
  readonly accidentType: string;
  readonly grade: string;
  readonly deaths: number;
};

export type CasualtyStatement = {
  readonly feed: 'accident-casualty';
  /** Of the accident. */
  readonly year: number;
  readonly harm: string;
  readonly identified: boolean;
};

export type CaseStatement = {
  readonly feed: 'injury-determination';
  /** Of the last of application, acceptance and decision. */
  readonly year: number;
  readonly prefecture: string;
  readonly industry: string;
  readonly situation: string | null;
  /** Recognised or deemed by a decision that stands. */
  readonly counted: boolean;
  readonly status: string;
  readonly conclusion: string | null;
  /** Of the accident; null for a disease. */
  readonly injuredOn: Day | null;
  readonly appliedOn: Day;
  readonly acceptedOn: Day | null;
  readonly suspendedOn: Day | null;
  readonly resumedOn: Day | null;
  readonly decidedOn: Day | null;
  readonly certificate: string | null;
  readonly identified: boolean;
};

export type EnrolmentStatement = {
  readonly feed: 'employer-enrolment';
  readonly year: number;
  readonly prefecture: string;
  readonly industry: string;
  readonly riskClass: string;
  /** Insured workers on 1 January and 31 December. */
  readonly opening: number;
  readonly closing: number;
  readonly payrollFen: number;
  readonly premiumFen: number;
};

export type YearSaid = {
  readonly feed: 'period-statement';
  readonly year: number;
  readonly eventType: string;
  readonly kind: string;
};
