import { addDays, dayOf, momentOn } from '../calendar.js';
import { finalState, type Casualty, type CasualtyState } from '../casualties.js';
import { RETRACTION_WITHOUT_REASON } from '../faults/demo-faults.js';
import type { AccidentYear } from '../happenings.js';
import type { Random } from '../random.js';
import { EMERGENCY_SOURCE } from '../sources.js';
import { halfOf, halfYearNames, type AccidentFates } from './accident-files.js';
import { afterThoughts, fewest, mostly, partOf } from './after-thoughts.js';
import { casualtyRow } from './casualty-rows.js';
import { retractionOf, type ExportRow, type PlannedFile } from './export-row.js';
import { spoiled } from './spoiled.js';

type Plan = { readonly years: readonly number[]; readonly retractionsWithoutReason: number };

/** Half-yearly lists of persons, then one of what became of them and of their accidents. */
export function casualtyFiles(
  random: Random,
  { year, casualties }: AccidentYear,
  fates: AccidentFates,
  plan: Plan,
): PlannedFile[] {
  const halves = [1, 2].map((half) => {
    const [name, months] = halfYearNames(half);
    const rows = casualties
      .filter(({ of }) => halfOf(of.accident.occurredAt) === half)
      .map(({ of, fault }) => spoiled(random, casualtyRow(of, of.states[0], { kind: 'new' }), fault));
    return file(year, `${year}年${name}`, rows, `${year}年${months}`);
  });
  const right = casualties.flatMap(({ of, fault }) => (fault === null ? [of] : []));
  const updates = [
    ...laterRows(random, right),
    ...followingRows(random, right, fates),
    ...others(random, right, fates, year, plan),
  ];
  return [...halves, file(year, `${year}年更正撤回`, updates, `${year}年伤亡人员死亡、结案、更正和撤回`)];
}

const REASONS: Readonly<Record<CasualtyState['cause'], string>> = {
  reported: '首次报告',
  died: '事故发生后在统计期限内死亡',
  closed: '结案更新损失工作日',
  'died-after-window': '超过统计期限死亡，伤害程度不变',
};

function laterRows(random: Random, right: readonly Casualty[]): ExportRow[] {
  return right.flatMap((casualty) =>
    casualty.states.slice(1).flatMap((state, i) => {
      const previous = casualty.states[i];
      if (!previous) return [];
      const cells = { reason: mostly(random, REASONS[state.cause]) };
      return [
        casualtyRow(casualty, state, { kind: state.cause === 'closed' ? 'progress' : 'correction', cells, previous }),
      ];
    }),
  );
}

/** What is no accident has no casualties, and a renumbered one has them under its new number. */
function followingRows(random: Random, right: readonly Casualty[], fates: AccidentFates): ExportRow[] {
  return right.flatMap((casualty) => {
    const { accident } = casualty;
    const state = afterLast(random, casualty);
    if (fates.withdrawn.has(accident.index)) {
      return [retractionOf(casualtyRow(casualty, state, { kind: 'new' }), '所属事故经核实不属于生产安全事故')];
    }
    const number = fates.renumbered.get(accident.index);
    if (number === undefined) return [];
    const cells = { accidentNumber: number, reason: mostly(random, '所属事故换号重报') };
    return [casualtyRow(casualty, state, { kind: 'correction', cells, previous: finalState(casualty) })];
  });
}

/** Corrected or retracted for their own sake. */
function others(
  random: Random,
  right: readonly Casualty[],
  fates: AccidentFates,
  year: number,
  plan: Plan,
): ExportRow[] {
  const untouched = right.filter(
    ({ accident, states }) =>
      states.length === 1 && !fates.withdrawn.has(accident.index) && !fates.renumbered.has(accident.index),
  );
  const after = afterThoughts(random, untouched, {
    corrected: 0.02,
    replaced: 0,
    retracted: 0,
    revoked: 0,
    retractedWithoutReason: partOf(plan.retractionsWithoutReason, plan.years, year),
    atLeast: fewest(plan.years, year),
  });
  const corrected = after.corrected.map((casualty) => {
    const cells = { hospital: '省人民医院', reason: mostly(random, '救治医疗机构更正') };
    return casualtyRow(casualty, afterLast(random, casualty), {
      kind: 'correction',
      cells,
      previous: finalState(casualty),
    });
  });
  const wrong = after.retractedWithoutReason.map((casualty) => ({
    ...retractionOf(casualtyRow(casualty, afterLast(random, casualty), { kind: 'new' }), null),
    fault: RETRACTION_WITHOUT_REASON,
  }));
  return [...corrected, ...wrong];
}

/** Later than all that was reported before, so that no two versions share a change time. */
function afterLast(random: Random, casualty: Casualty): CasualtyState {
  const last = finalState(casualty);
  return { ...last, changedAt: momentOn(random, addDays(dayOf(last.changedAt), random.int(5, 20))) };
}

function file(year: number, name: string, rows: readonly ExportRow[], note: string): PlannedFile {
  return {
    department: 'emergency-management',
    feed: 'accident-casualty',
    sourceId: EMERGENCY_SOURCE,
    year,
    path: `emergency-management/事故伤亡人员_${name}.ndjson`,
    format: { type: 'ndjson' },
    asOf: null,
    rows,
    note,
  };
}
