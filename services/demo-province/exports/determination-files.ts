import { addDays, momentOn, type Day, type Moment } from '../calendar.js';
import { standingOn } from '../determination-course.js';
import type { Case } from '../determination-case.js';
import { RETRACTION_WITHOUT_REASON } from '../faults/demo-faults.js';
import { prefectures, type Prefecture } from '../places.js';
import type { Random } from '../random.js';
import { determinationSource } from '../sources.js';
import type { Province } from '../province.js';
import { afterThoughts, fewest, mostly, partOf, type AfterThoughts } from './after-thoughts.js';
import type { Cells } from './cell.js';
import { caseRow, caseStatement } from './determination-rows.js';
import {
  lazyRows,
  replacementNumber,
  retractionOf,
  type ExportRow,
  type PlannedFile,
  type Rows,
} from './export-row.js';
import type { Statement } from './statement.js';
import { spoiled, type Planted } from './spoiled.js';

type Cases = readonly Planted<Case>[];
type Plan = Pick<Province, 'years' | 'horizon'> & { readonly retractionsWithoutReason: number };
/** The cases of one year, with what was known of them when, and what the bureaus came back to. */
type Listed = {
  readonly year: number;
  /** Day of the year's list. */
  readonly end: Day;
  /** Day of the list that says what became of them. */
  readonly later: Day;
  readonly after: AfterThoughts<Case>;
};

/** Under which number an application stands in the end; null when it was taken back. */
export type CaseFate = (one: Case) => string | null;

/**
 * A workbook a prefecture with the cases that were new in the year, as the bureau knew them at its end, then one with
 * what became of them, corrections and retractions. A prefecture at a time, so that only its rows are in memory.
 */
export function determinationFiles(
  random: Random,
  cases: Cases,
  year: number,
  plan: Plan,
): { files: Iterable<PlannedFile>; fate: CaseFate } {
  const right = cases.filter((one) => one.fault === null).map((one) => one.of);
  const end = `${year}-12-31`;
  const nextEnd = `${year + 1}-12-31`;
  const after = afterThoughts(
    random,
    right.filter((one) => isSettled(one, end)),
    {
      corrected: 0.025,
      replaced: 0.001,
      retracted: 0.005,
      revoked: 0.003,
      retractedWithoutReason: partOf(plan.retractionsWithoutReason, plan.years, year),
      atLeast: fewest(plan.years, year),
    },
  );
  const listed = { year, end, later: nextEnd > plan.horizon ? plan.horizon : nextEnd, after };
  return { files: filesOf(random, cases, listed), fate: fateOf(after) };
}

function fateOf(after: AfterThoughts<Case>): CaseFate {
  const retracted = new Set(after.retracted);
  const replaced = new Set(after.replaced);
  return (one) => {
    if (retracted.has(one)) return null;
    return replaced.has(one) ? replacementNumber(one.number) : one.number;
  };
}

/** Delivered in the year of its first file: nothing more happens to it unless somebody comes back to it. */
function isSettled(one: Case, end: Day): boolean {
  const positive = one.outcome === 'RECOGNIZED' || one.outcome === 'DEEMED';
  return positive && standingOn(one.course, end) === 'DELIVERED';
}

function* filesOf(random: Random, cases: Cases, listed: Listed): Generator<PlannedFile> {
  const { year, end } = listed;
  for (const prefecture of prefectures()) {
    const own = random.fork(prefecture.unit);
    const here = cases.filter((one) => one.of.prefecture.unit === prefecture.unit);
    const rows = lazyRows(here, ({ of, fault }) => spoiled(own, versionRow(own, of, 1, end, { kind: 'new' }), fault));
    yield file(prefecture, year, `${year}年`, rows, `${year}年1—12月`);
    const right = here.filter((one) => one.fault === null).map((one) => one.of);
    const isHere = (one: Case) => one.prefecture.unit === prefecture.unit;
    const updates = [
      ...progressRows(own, right, listed),
      ...changedRows(own, listed, isHere),
      ...retractionRows(own, listed, isHere),
    ];
    yield file(prefecture, year, `${year}年办理进展、更正和撤回`, updates, `${year}年登记案件的办理进展、更正和撤回`);
  }
}

/** Cases that were open at the end of their first year and moved on in the next. */
function progressRows(random: Random, right: readonly Case[], { end, later }: Listed): ExportRow[] {
  return right.flatMap((one) => {
    if (standingOn(one.course, end) === standingOn(one.course, later)) return [];
    const cells = { reason: mostly(random, '办理进展更新') };
    const previous = caseStatement(one, { knownOn: end });
    return [versionRow(random, one, 2, later, { kind: 'progress', cells, previous })];
  });
}

/** Corrections (now and then two of one record), revoked decisions, and cases sent anew under a right number. */
function changedRows(random: Random, { end, later, after }: Listed, isHere: (one: Case) => boolean): ExportRow[] {
  const said = (one: Case) => caseStatement(one, { knownOn: end });
  const corrected = after.corrected.filter(isHere).flatMap((one) => {
    const again = random.chance(0.15);
    const once = correction(random, one);
    const more = { kind: 'correction' as const, previous: said(one) };
    const rows = [versionRow(random, once.changed, 2, later, { ...more, cells: once.cells })];
    if (!again) return rows;
    const twice = correction(random, once.changed);
    return [...rows, versionRow(random, twice.changed, 3, later, { ...more, cells: twice.cells })];
  });
  const revoked = after.revoked.filter(isHere).map((one) => {
    const cells = { reason: mostly(random, '行政复议决定撤销，责令重新作出认定') };
    return versionRow(random, one, 2, later, { kind: 'revocation', cells, revoked: true, previous: said(one) });
  });
  const replaced = after.replaced.filter(isHere).map((one) => {
    const cells = { reason: '申请编号录错，换号重报', replacesRecordId: one.number };
    const renumbered = { ...one, number: replacementNumber(one.number) };
    return versionRow(random, renumbered, 1, later, { kind: 'replacement', cells });
  });
  return [...corrected, ...revoked, ...replaced];
}

function correction(random: Random, one: Case): { changed: Case; cells: Cells } {
  const occupation = random.pick(one.employer.industry.occupations.filter((other) => other !== one.occupation));
  if (one.harmGrade === '1' && random.chance(0.4)) {
    return { changed: { ...one, harmGrade: '2' }, cells: { reason: mostly(random, '伤害程度核实更正') } };
  }
  return { changed: { ...one, occupation }, cells: { reason: mostly(random, '工种录入错误更正') } };
}

function retractionRows(random: Random, { later, after }: Listed, isHere: (one: Case) => boolean): ExportRow[] {
  const retract = (one: Case, reason: string | null) =>
    retractionOf(versionRow(random, one, 2, later, { kind: 'new' }), reason);
  return [
    ...after.retracted.filter(isHere).map((one) => retract(one, '重复登记')),
    ...after.replaced.filter(isHere).map((one) => retract(one, '申请编号录错，已换号重报')),
    ...after.retractedWithoutReason
      .filter(isHere)
      .map((one) => ({ ...retract(one, null), fault: RETRACTION_WITHOUT_REASON })),
  ];
}

function versionRow(
  random: Random,
  one: Case,
  sequence: number,
  knownOn: Day,
  more: { kind: ExportRow['kind']; cells?: Cells; revoked?: boolean; previous?: Statement },
): ExportRow {
  const { revoked = false, ...rest } = more;
  return caseRow(one, { knownOn, sequence, recordedAt: recordedAt(random, one, knownOn, sequence), revoked }, rest);
}

/** On the last day that anything happened; a later version some days after. */
function recordedAt(random: Random, one: Case, knownOn: Day, sequence: number): Moment {
  const { appliedOn, acceptedOn, decidedOn, deliveredOn } = one.course;
  const days = [appliedOn, acceptedOn, decidedOn, deliveredOn].filter(
    (day): day is Day => day !== null && day <= knownOn,
  );
  const last = days.reduce((latest, day) => (day > latest ? day : latest), appliedOn);
  return momentOn(random, addDays(last, (sequence - 1) * 9), 9, 16);
}

function file(prefecture: Prefecture, year: number, name: string, rows: Rows, note: string): PlannedFile {
  return {
    department: 'human-resources',
    feed: 'injury-determination',
    sourceId: determinationSource(prefecture.unit),
    year,
    path: `human-resources/${prefecture.unit}/工伤认定_${name}.xlsx`,
    format: { type: 'xlsx' },
    asOf: null,
    rows,
    note: `${prefecture.name}${note}`,
  };
}
