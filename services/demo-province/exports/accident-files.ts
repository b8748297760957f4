import type { LaterReport } from '../accident-reports.js';
import { typeFor, type Accident } from '../accidents.js';
import { addDays, dayOf, momentOn, yearOf } from '../calendar.js';
import { RETRACTION_WITHOUT_REASON } from '../faults/demo-faults.js';
import { summaryOf } from '../free-text.js';
import type { Random } from '../random.js';
import { EMERGENCY_SOURCE } from '../sources.js';
import type { World } from '../world.js';
import { accidentRow, type AccidentState } from './accident-rows.js';
import { afterThoughts, mostly, type AfterThoughts } from './after-thoughts.js';
import { replacementNumber, resentFile, retractionOf, type ExportRow, type PlannedFile } from './export-row.js';
import { spoiled } from './spoiled.js';

type Told = { readonly accident: Accident; readonly states: readonly [AccidentState, ...AccidentState[]] };

/** Half-yearly lists of first reports, a list of later reports a year, retractions, and the first list once more. */
export function accidentFiles(random: Random, world: World, withoutReason: number): PlannedFile[] {
  const dead = namesOfDead(world);
  const told = new Map(world.accidents.map(({ of }) => [of.index, tell(random, of, dead.get(of.index) ?? [])]));
  const right = world.accidents.filter((one) => one.fault === null).flatMap((one) => told.get(one.of.index) ?? []);
  const after = afterThoughts(random, right, {
    corrected: 0.03,
    replaced: 0.005,
    retracted: 0.012,
    revoked: 0,
    retractedWithoutReason: withoutReason,
  });
  const halves = world.years.flatMap((year) => [1, 2].map((half) => halfYearFile(random, world, told, year, half)));
  const later = [...laterRows(random, right), ...correctionRows(random, after)];
  const updates = world.years.map((year) =>
    file(
      `${year}年续报更正`,
      later.filter((row) => row.statement.year === year),
      `${year}年事故续报、结案和更正`,
    ),
  );
  const next = Math.max(...world.years) + 1;
  const retractions = file(`${next}年撤回`, retractionRows(random, after), '历年事故撤回');
  return [...halves, ...updates, retractions, ...halves.slice(0, 1).map(resentFile)];
}

/** The workers of the bureaus' cases that died in an accident: the summary may name them. */
function namesOfDead(world: World): Map<number, string[]> {
  const names = new Map<number, string[]>();
  for (const { of: one } of world.cases) {
    if (one.accident === null || one.harmGrade !== '3') continue;
    names.set(one.accident, [...(names.get(one.accident) ?? []), one.person.name]);
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
  world: World,
  told: ReadonlyMap<number, Told>,
  year: number,
  half: number,
): PlannedFile {
  const rows = world.accidents
    .filter(({ of }) => yearOf(of.occurredAt) === year && of.occurredAt.slice(5, 7) <= '06' === (half === 1))
    .flatMap(({ of, fault }) => {
      const first = told.get(of.index)?.states[0];
      return first ? [spoiled(random, accidentRow(of, first, { kind: 'new' }), fault)] : [];
    });
  const [name, months] = half === 1 ? ['上半年', '1—6月'] : ['下半年', '7—12月'];
  return file(`${year}年${name}`, rows, `${year}年${months}`);
}

/** Tolls that rose, the grade with them, and files that were closed. */
function laterRows(random: Random, right: readonly Told[]): ExportRow[] {
  return right.flatMap(({ accident, states }) =>
    accident.later.flatMap((report, i) => {
      const state = states[i + 1];
      if (!state) return [];
      const cells = { reason: mostly(random, reasonOf(accident, report.cause)) };
      return [accidentRow(accident, state, { kind: report.cause === 'closed' ? 'progress' : 'correction', cells })];
    }),
  );
}

function reasonOf(accident: Accident, cause: LaterReport['cause']): string {
  if (cause === 'closed') return '结案更新';
  return `事故发生之日起${accident.reportGroup === '11' ? '七日' : '三十日'}内死亡人数增加`;
}

function correctionRows(random: Random, after: AfterThoughts<Told>): ExportRow[] {
  const corrected = after.corrected.map((told) => {
    const cells = { reason: mostly(random, '事故类别或轻伤人数核实更正') };
    const state = afterLast(random, told);
    const toll = { ...state.toll, minorInjuries: state.toll.minorInjuries + 1 };
    const changed = { ...told.accident, accidentType: typeFor(random, told.accident.employer?.industry) };
    return accidentRow(changed, { ...state, toll }, { kind: 'correction', cells });
  });
  const replaced = after.replaced.map((told) => {
    const cells = { reason: '事故编号录错，换号重报', replacesRecordId: told.accident.number };
    const renumbered = { ...told.accident, number: replacementNumber(told.accident.number) };
    return accidentRow(renumbered, afterLast(random, told), { kind: 'replacement', cells });
  });
  return [...corrected, ...replaced];
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

/** Some weeks after all that was reported before, so that no two versions share a change time. */
function afterLast(random: Random, told: Told): AccidentState {
  const last = told.states.at(-1) ?? told.states[0];
  const changedAt = momentOn(random, addDays(dayOf(last.changedAt), random.int(5, 20)));
  return { ...last, changedAt, stage: last.stage === 'INITIAL' ? 'FOLLOW_UP' : last.stage };
}

function file(name: string, rows: readonly ExportRow[], note: string): PlannedFile {
  return {
    department: 'emergency-management',
    feed: 'work-safety-accident',
    sourceId: EMERGENCY_SOURCE,
    path: `emergency-management/生产安全事故_${name}.csv`,
    format: { type: 'csv', encoding: 'utf-8-bom', days: 'dashes' },
    asOf: null,
    rows,
    note,
  };
}
