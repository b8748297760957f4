import { FEEDS, type Feed } from '../exports/export-row.js';
import { dealt, type Random } from '../random.js';
import { accidentFaults, type AccidentGround } from './accident-faults.js';
import { casualtyFaults, type CasualtyGround } from './casualty-faults.js';
import { determinationFaults, type CaseGround } from './determination-faults.js';
import { enrolmentFaults, type EnrolmentGround } from './enrolment-faults.js';
import type { Fault } from './fault.js';
import { healthFaults, type CardGround } from './health-faults.js';
import { statementFaults, type StatementGround } from './statement-faults.js';

/** A retraction that gives no reason: planted on a retraction, not on a record of its own. */
export const RETRACTION_WITHOUT_REASON = 'retraction-without-reason';
/** What a clerk's slip of the last character makes of a credit code. */
const WRONG_CHECK_DIGIT = 'credit-code-last-character-wrong';

export type DemoFault = { readonly fault: string; readonly feed: Feed; readonly description: string };

/** Every kind of fault that the exports hold, by feed. */
export const demoFaults: readonly DemoFault[] = [
  ...[
    ...healthFaults,
    ...accidentFaults,
    ...casualtyFaults,
    ...determinationFaults,
    ...enrolmentFaults,
    ...statementFaults,
  ].map(({ fault, feed, description }) => ({ fault, feed, description })),
  ...FEEDS.map((feed) => ({ fault: RETRACTION_WITHOUT_REASON, feed, description: '撤回而未说明原因' })),
];

/** The wrong rows to make, one entry a row. */
export type FaultPlan = {
  readonly cards: readonly Fault<CardGround>[];
  readonly accidents: readonly Fault<AccidentGround>[];
  readonly casualties: readonly Fault<CasualtyGround>[];
  readonly cases: readonly Fault<CaseGround>[];
  readonly enrolments: readonly Fault<EnrolmentGround>[];
  readonly statements: readonly Fault<StatementGround>[];
  /** In each feed. */
  readonly retractionsWithoutReason: number;
};

export type FaultWish = {
  /** About how many in the three feeds of cards, accidents and cases; never fewer than `ofEachKind` of each. */
  readonly wrongRows: number;
  /** 0: no wrong row at all. */
  readonly ofEachKind: number;
  /** Wrong check characters in the bureau's lists, if that is more than `ofEachKind`. */
  readonly wrongCheckDigits: number;
};

/** Every kind alike; what is left of `wrongRows` goes to the bureau's feed mostly, since it has most of the rows. */
export function planFaults(random: Random, { wrongRows, ofEachKind, wrongCheckDigits }: FaultWish): FaultPlan {
  const kinds = healthFaults.length + accidentFaults.length + determinationFaults.length + 3;
  const rest = ofEachKind === 0 ? 0 : Math.max(0, wrongRows - kinds * ofEachKind);
  const more = dealt(random, rest, [...accidentFaults, ...determinationFaults], (fault) =>
    fault.feed === 'injury-determination' ? 4 : 1,
  );
  const extra = (name: Feed) => more.filter((fault) => fault.feed === name).map((fault) => fault.fault);
  const cases = repeated(determinationFaults, ofEachKind, extra('injury-determination'));
  const slips = cases.filter(({ fault }) => fault === WRONG_CHECK_DIGIT);
  const missing = ofEachKind === 0 ? 0 : Math.max(0, wrongCheckDigits - slips.length);
  return {
    cards: repeated(healthFaults, ofEachKind),
    accidents: repeated(accidentFaults, ofEachKind, extra('work-safety-accident')),
    casualties: repeated(casualtyFaults, ofEachKind),
    cases: [...cases, ...Array.from({ length: missing }, (_, i) => slips[i % slips.length]).filter(isFault)],
    enrolments: repeated(enrolmentFaults, ofEachKind),
    statements: repeated(statementFaults, ofEachKind),
    retractionsWithoutReason: ofEachKind,
  };
}

/** Those of one year: dealt in turn, so that each year has its part. */
export function ofYear<T>(all: readonly T[], years: readonly number[], year: number): T[] {
  return all.filter((_, i) => i % years.length === years.indexOf(year));
}

function isFault<Ground>(fault: Fault<Ground> | undefined): fault is Fault<Ground> {
  return fault !== undefined;
}

function repeated<Ground>(
  faults: readonly Fault<Ground>[],
  times: number,
  extra: readonly string[] = [],
): Fault<Ground>[] {
  const wanted = new Map<string, number>();
  for (const name of extra) wanted.set(name, (wanted.get(name) ?? 0) + 1);
  return faults.flatMap((fault) => Array<Fault<Ground>>(times + (wanted.get(fault.fault) ?? 0)).fill(fault));
}
