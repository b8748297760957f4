import type { LaterReport } from '../accident-reports.js';
import { typeFor, type Accident } from '../accidents.js';
import { addDays, dayOf, momentOn } from '../calendar.js';
import { finalState, type Casualty } from '../casualties.js';
import { RETRACTION_WITHOUT_REASON } from '../faults/demo-faults.js';
import { summaryOf } from '../free-text.js';
import type { AccidentYear } from '../happenings.js';
import type { Random } from '../random.js';
import { EMERGENCY_SOURCE } from '../sources.js';
import { accidentRow, type AccidentState } from './accident-rows.js';
import { afterThoughts, fewest, mostly, partOf, type AfterThoughts } from './after-thoughts.js';
import { replacementNumber, retractionOf, type ExportRow, type PlannedFile } from './export-row.js';
import { spoiled } from './spoiled.js';

export type Told = { readonly accident: Accident; readonly states: readonly [AccidentState, ...AccidentState[]] };

/** What the department came back to, for the lists of casualties to follow. */
export type AccidentFates = {
  readonly withdrawn: ReadonlySet<number>;
  /** By index of the accident. */
  readonly renumbered: ReadonlyMap<number, string>;
};

type Plan = { readonly years: readonly number[]; readonly retractionsWithoutReason: number };

/** Half-yearly lists of first reports, then one of later reports and corrections, then one of retractions. */
export function accidentFiles(
  random: Random,
  happened: AccidentYear,
  plan: Plan,
): { files: PlannedFile[]; fates: AccidentFates } {
  const { year, accidents } = happened;
  const dead = namesOfDead(happened.casualties.flatMap(({ of, fault }) => (fault === null ? [of] : [])));
  const told = new Map(accidents.map(({ of }) => [of.index, tell(random, of, dead.get(of.index) ?? [])]));
  const right = accidents.filter((one) => one.fault === null).flatMap((one) => told.get(one.of.index) ?? []);
  const after = afterThoughts(random, right, {
    corrected: 0.03,
    replaced: 0.005,
    retracted: 0.012,
    revoked: 0,
    retractedWithoutReason: partOf(plan.retractionsWithoutReason, plan.years, year),
    atLeast: fewest(plan.years, year),
  });
  const later = [...laterRows(random, right), ...correctionRows(random, after)];
  const files = [
    ...[1, 2].map((half) => halfYearFile(random, happened, told, half)),
    file(year, `${year}年续报更正`, later, `${year}年事故续报、结案和更正`),
    file(year, `${year}年撤回`, retractionRows(random, after), `${year}年事故撤回`),
  ];
  return { files, fates: fatesOf(after) };
}

function fatesOf(after: AfterThoughts<Told>): AccidentFates {
  return {
    withdrawn: new Set(after.retracted.map(({ accident }) => accident.index)),
    renumbered: new Map(after.replaced.map(({ accident }) => [accident.index, replacementNumber(accident.number)])),
  };
}

/** The summary may name the dead. */
function namesOfDead(casualties: readonly Casualty[]): Map<number, string[]> {
  const names = new Map<number, string[]>();
  for (const casualty of casualties) {
    if (finalState(casualty).harm !== '3') continue;
    const { index } = casualty.accident;
    names.set(index, [...(names.get(index) ?? []), casualty.person.name]);
  }
  return names;
}

function tell(random: Random, accident: Accident, dead: readonly string[]): Told {
  const summary = summaryOf(random, accident, dead);
  const first: AccidentState = { stage: 'INITIAL', changedAt: accident.changedAt, toll: accident.first, summary };
  return { accident, states: [first, ...accident.later.map((report) => ({ ...report, summary }))] };
}

function halfYearFile(
  random: Random,
  { year, accidents }: AccidentYear,
  told: ReadonlyMap<number, Told>,
  half: number,
): PlannedFile {
  const rows = accidents
    .filter(({ of }) => halfOf(of.occurredAt) === half)
    .flatMap(({ of, fault }) => {
      const first = told.get(of.index)?.states[0];
      return first ? [spoiled(random, accidentRow(of, first, { kind: 'new' }), fault)] : [];
    });
  const [name, months] = halfYearNames(half);
  return file(year, `${year}年${name}`, rows, `${year}年${months}`);
}

export function halfOf(moment: string): number {
  return moment.slice(5, 7) <= '06' ? 1 : 2;
}

export function halfYearNames(half: number): readonly [name: string, months: string] {
  return half === 1 ? ['上半年', '1—6月'] : ['下半年', '7—12月'];
}

/** Tolls that rose, the grade with them, and files that were closed. */
function laterRows(random: Random, right: readonly Told[]): ExportRow[] {
  return right.flatMap(({ accident, states }) =>
    accident.later.flatMap((report, i) => {
      const [previous, state] = [states[i], states[i + 1]];
      if (!previous || !state) return [];
      const cells = { reason: mostly(random, reasonOf(accident, report.cause)) };
      const kind = report.cause === 'closed' ? 'progress' : 'correction';
      return [accidentRow(accident, state, { kind, cells, previous })];
    }),
  );
}

function reasonOf(accident: Accident, cause: LaterReport['cause']): string {
  if (cause === 'closed') return '结案更新';
  return `事故发生之日起${accident.reportGroup === '11' ? '七日' : '三十日'}内死亡人数增加`;
}

function correctionRows(random: Random, after: AfterThoughts<Told>): ExportRow[] {
  const corrected = after.corrected.map((told) => {
    const cells = { reason: mostly(random, '事故类别或直接经济损失核实更正') };
    const state = afterLast(random, told);
    const changed = { ...told.accident, accidentType: typeFor(random, told.accident.employer?.industry) };
    const assessed = { ...state, toll: { ...state.toll, lossWan: otherLoss(random, state.toll.lossWan) } };
    return accidentRow(changed, assessed, { kind: 'correction', cells, previous: lastOf(told) });
  });
  const replaced = after.replaced.map((told) => {
    const cells = { reason: '事故编号录错，换号重报', replacesRecordId: told.accident.number };
    const renumbered = { ...told.accident, number: replacementNumber(told.accident.number) };
    return accidentRow(renumbered, afterLast(random, told), { kind: 'replacement', cells });
  });
  return [...corrected, ...replaced];
}

/** Another amount that leaves the grade as it is: 1,000 万元 is not crossed. */
function otherLoss(random: Random, lossWan: string | null): string {
  const before = Number(lossWan ?? 10);
  const change = random.int(50, 300) / 100;
  const raised = before + change;
  return (Math.floor(before / 1000) === Math.floor(raised / 1000) ? raised : before - change).toFixed(2);
}

function retractionRows(random: Random, after: AfterThoughts<Told>): ExportRow[] {
  const retract = (told: Told, reason: string | null) => {
    const state = afterLast(random, told);
    return retractionOf(accidentRow(told.accident, state, { kind: 'new' }), reason);
  };
  return [
    ...after.retracted.map((told) => retract(told, '经核实不属于生产安全事故')),
    ...after.replaced.map((told) => retract(told, '事故编号录错，已换号重报')),
    ...after.retractedWithoutReason.map((told) => ({ ...retract(told, null), fault: RETRACTION_WITHOUT_REASON })),
  ];
}

function lastOf(told: Told): AccidentState {
  return told.states.at(-1) ?? told.states[0];
}

/** Some weeks after all that was reported before, so that no two versions share a change time. */
function afterLast(random: Random, told: Told): AccidentState {
  const last = lastOf(told);
  const changedAt = momentOn(random, addDays(dayOf(last.changedAt), random.int(5, 20)));
  return { ...last, changedAt, stage: last.stage === 'INITIAL' ? 'FOLLOW_UP' : last.stage };
}

function file(year: number, name: string, rows: readonly ExportRow[], note: string): PlannedFile {
  return {
    department: 'emergency-management',
    feed: 'work-safety-accident',
    sourceId: EMERGENCY_SOURCE,
    year,
    path: `emergency-management/生产安全事故_${name}.csv`,
    format: { type: 'csv', encoding: 'utf-8-bom', days: 'dashes' },
    asOf: null,
    rows,
    note,
  };
}
