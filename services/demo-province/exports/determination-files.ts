import { addDays, momentOn, yearOf, type Day, type Moment } from '../calendar.js';
import { standingOn } from '../determination-course.js';
import type { Case } from '../determination-case.js';
import { RETRACTION_WITHOUT_REASON } from '../faults/demo-faults.js';
import { prefectures, type Prefecture } from '../places.js';
import type { Random } from '../random.js';
import { determinationSource } from '../sources.js';
import type { World } from '../world.js';
import { afterThoughts, mostly, type AfterThoughts } from './after-thoughts.js';
import type { Cells } from './cell.js';
import { caseRow } from './determination-rows.js';
import { replacementNumber, resentFile, retractionOf, type ExportRow, type PlannedFile } from './export-row.js';
import { spoiled } from './spoiled.js';

type UnitFiles = { readonly yearly: PlannedFile[]; readonly updates: PlannedFile[] };

/**
 * A workbook a prefecture and year, as the bureau knew its cases at the year's end; then what became of them, then what
 * was retracted. The first two prefectures send their first workbook once more.
 */
export function determinationFiles(random: Random, world: World, withoutReason: number): PlannedFile[] {
  const right = world.cases.filter((one) => one.fault === null).map((one) => one.of);
  const after = afterThoughts(
    random,
    right.filter((one) => isSettled(one, world)),
    {
      corrected: 0.025,
      replaced: 0.001,
      retracted: 0.005,
      revoked: 0.003,
      retractedWithoutReason: withoutReason,
    },
  );
  const units = prefectures().map((prefecture) => filesOf(random.fork(prefecture.unit), prefecture, world, after));
  const resent = units.slice(0, 2).flatMap(({ yearly }) => yearly.slice(0, 1).map(resentFile));
  return [...units.flatMap((unit) => unit.yearly), ...units.flatMap((unit) => unit.updates), ...resent];
}

/** Delivered in the year of its first file: nothing more happens to it unless somebody comes back to it. */
function isSettled(one: Case, world: World): boolean {
  const positive = one.outcome === 'RECOGNIZED' || one.outcome === 'DEEMED';
  return positive && standingOn(one.course, `${firstYear(one, world)}-12-31`) === 'DELIVERED';
}

/** A case is first sent in the list of the year in which it was applied for; older ones with the first list. */
function firstYear(one: Case, world: World): number {
  return Math.max(yearOf(one.course.appliedOn), Math.min(...world.years));
}

function filesOf(random: Random, prefecture: Prefecture, world: World, after: AfterThoughts<Case>): UnitFiles {
  const cases = world.cases.filter((one) => one.of.prefecture.unit === prefecture.unit);
  const yearly = world.years.map((year) => {
    const rows = cases
      .filter(({ of }) => firstYear(of, world) === year)
      .map(({ of, fault }) => spoiled(random, versionRow(random, of, 1, `${year}-12-31`, { kind: 'new' }), fault));
    return file(prefecture, `${year}年`, rows, `${year}年1—12月`);
  });
  const here = (one: Case) => one.prefecture.unit === prefecture.unit;
  const right = cases.filter((one) => one.fault === null).map((one) => one.of);
  const updates = [...progressRows(random, right, world), ...changedRows(random, after, here, world)];
  const retractions = retractionRows(random, after, here, world);
  const span = `${Math.min(...world.years)}—${Math.max(...world.years)}年`;
  const files = [
    file(prefecture, '办理进展和更正', updates, `${span}办理进展和更正`),
    file(prefecture, '撤回', retractions, `${span}撤回`),
  ];
  return { yearly, updates: files.filter(({ rows }) => rows.length > 0) };
}

/** Cases that were open at the end of their first year and moved on by the horizon. */
function progressRows(random: Random, right: readonly Case[], world: World): ExportRow[] {
  return right.flatMap((one) => {
    const before = standingOn(one.course, `${firstYear(one, world)}-12-31`);
    if (before === standingOn(one.course, world.horizon)) return [];
    const cells = { reason: mostly(random, '办理进展更新') };
    return [versionRow(random, one, 2, world.horizon, { kind: 'progress', cells })];
  });
}

/** Corrections (now and then two of one record), revoked decisions, and cases sent anew under a right number. */
function changedRows(
  random: Random,
  after: AfterThoughts<Case>,
  here: (one: Case) => boolean,
  world: World,
): ExportRow[] {
  const corrected = after.corrected.filter(here).flatMap((one) => {
    const once = correction(random, one);
    const rows = [versionRow(random, once.changed, 2, world.horizon, { kind: 'correction', cells: once.cells })];
    if (!random.chance(0.15)) return rows;
    const twice = correction(random, once.changed);
    return [...rows, versionRow(random, twice.changed, 3, world.horizon, { kind: 'correction', cells: twice.cells })];
  });
  const revoked = after.revoked.filter(here).map((one) => {
    const cells = { reason: mostly(random, '行政复议决定撤销，责令重新作出认定') };
    return versionRow(random, one, 2, world.horizon, { kind: 'revocation', cells, revoked: true });
  });
  const replaced = after.replaced.filter(here).map((one) => {
    const cells = { reason: '申请编号录错，换号重报', replacesRecordId: one.number };
    const renumbered = { ...one, number: replacementNumber(one.number) };
    return versionRow(random, renumbered, 1, world.horizon, { kind: 'replacement', cells });
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

function retractionRows(
  random: Random,
  after: AfterThoughts<Case>,
  here: (one: Case) => boolean,
  world: World,
): ExportRow[] {
  const retract = (one: Case, reason: string | null) =>
    retractionOf(versionRow(random, one, 2, world.horizon, { kind: 'new' }), reason);
  return [
    ...after.retracted.filter(here).map((one) => retract(one, '重复登记')),
    ...after.replaced.filter(here).map((one) => retract(one, '申请编号录错，已换号重报')),
    ...after.retractedWithoutReason
      .filter(here)
      .map((one) => ({ ...retract(one, null), fault: RETRACTION_WITHOUT_REASON })),
  ];
}

function versionRow(
  random: Random,
  one: Case,
  sequence: number,
  knownOn: Day,
  more: { kind: ExportRow['kind']; cells?: Cells; revoked?: boolean },
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

function file(prefecture: Prefecture, name: string, rows: readonly ExportRow[], note: string): PlannedFile {
  return {
    department: 'human-resources',
    feed: 'injury-determination',
    sourceId: determinationSource(prefecture.unit),
    path: `human-resources/${prefecture.unit}/工伤认定_${name}.xlsx`,
    format: { type: 'xlsx' },
    asOf: null,
    rows,
    note: `${prefecture.name}${note}`,
  };
}
