import type { Feed } from '../exports/export-row.js';
import { dealt, type Random } from '../random.js';
import { accidentFaults, type AccidentGround } from './accident-faults.js';
import { determinationFaults, type CaseGround } from './determination-faults.js';
import type { Fault } from './fault.js';
import { healthFaults, type CardGround } from './health-faults.js';

/** A retraction that gives no reason: planted on a retraction, not on a record of its own. */
export const RETRACTION_WITHOUT_REASON = 'retraction-without-reason';
const FEEDS: readonly Feed[] = ['occupational-disease', 'work-safety-accident', 'injury-determination'];

export type DemoFault = { readonly fault: string; readonly feed: Feed; readonly description: string };

/** Every kind of fault that the exports hold, by feed. */
export const demoFaults: readonly DemoFault[] = [
  ...[...healthFaults, ...accidentFaults, ...determinationFaults].map(({ fault, feed, description }) => ({
    fault,
    feed,
    description,
  })),
  ...FEEDS.map((feed) => ({ fault: RETRACTION_WITHOUT_REASON, feed, description: '撤回而未说明原因' })),
];

/** The wrong rows to make, one entry a row. */
export type FaultPlan = {
  readonly cards: readonly Fault<CardGround>[];
  readonly accidents: readonly Fault<AccidentGround>[];
  readonly cases: readonly Fault<CaseGround>[];
  readonly retractionsWithoutReason: Readonly<Record<Feed, number>>;
};

/**
 * Every kind twice; what is left of `wrongRows` goes to the bureau's feed mostly, since it has nine rows in ten.
 *
 * @param wrongRows about how many in all; never fewer than twice the kinds
 */
export function planFaults(random: Random, wrongRows: number): FaultPlan {
  const rest = Math.max(0, wrongRows - demoFaults.length * 2);
  const more = dealt(random, rest, [...accidentFaults, ...determinationFaults], (fault) =>
    fault.feed === 'injury-determination' ? 4 : 1,
  );
  const extra = (name: Feed) => more.filter((fault) => fault.feed === name).map((fault) => fault.fault);
  return {
    cards: [...healthFaults, ...healthFaults],
    accidents: repeated(accidentFaults, extra('work-safety-accident')),
    cases: repeated(determinationFaults, extra('injury-determination')),
    retractionsWithoutReason: { 'occupational-disease': 2, 'work-safety-accident': 2, 'injury-determination': 2 },
  };
}

function repeated<Ground>(faults: readonly Fault<Ground>[], extra: readonly string[]): Fault<Ground>[] {
  const wanted = new Map<string, number>();
  for (const name of extra) wanted.set(name, (wanted.get(name) ?? 0) + 1);
  return faults.flatMap((fault) => Array<Fault<Ground>>(2 + (wanted.get(fault.fault) ?? 0)).fill(fault));
}
