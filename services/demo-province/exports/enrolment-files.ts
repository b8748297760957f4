import { instantOf } from '../calendar.js';
import { enrolmentOf, type Enrolment } from '../enrolments.js';
import type { Employer } from '../employers.js';
import { ofYear, RETRACTION_WITHOUT_REASON, type FaultPlan } from '../faults/demo-faults.js';
import { prefectures, type Prefecture } from '../places.js';
import type { Province } from '../province.js';
import type { Random } from '../random.js';
import { determinationSource } from '../sources.js';
import { afterThoughts, fewest, mostly, partOf, type AfterThoughts } from './after-thoughts.js';
import { enrolmentRow } from './enrolment-rows.js';
import { retractionOf, type ExportRow, type PlannedFile } from './export-row.js';
import { spoiled, type Planted } from './spoiled.js';

type Plan = Pick<FaultPlan, 'enrolments' | 'retractionsWithoutReason'>;

/** A list an agency as at the end of the year, some weeks after it; then what was wrong in it. */
export function* enrolmentFiles(random: Random, province: Province, year: number, plan: Plan): Generator<PlannedFile> {
  const { years, employers } = province;
  const luck = random.fork('enrolments');
  const own = random.fork(`enrolments-${year}`);
  const after = afterThoughts(own, employers.filter(isFirm), {
    corrected: 0.005,
    replaced: 0,
    retracted: 0.0005,
    revoked: 0,
    retractedWithoutReason: partOf(plan.retractionsWithoutReason, years, year),
    atLeast: fewest(years, year),
  });
  const faults = faultsByUnit(ofYear(plan.enrolments, years, year));
  for (const prefecture of prefectures()) {
    const enrolled = employers
      .filter((employer) => employer.prefecture.unit === prefecture.unit)
      .map((employer) => enrolmentOf(luck, employer, year));
    const wrong = faultyOf(enrolled, faults.get(prefecture.unit) ?? []);
    yield listOf(own, prefecture, year, [...enrolled.map((of) => ({ of, fault: null })), ...wrong]);
    const of = (employer: Employer) => enrolmentOf(luck, employer, year);
    yield correctionsOf(own, prefecture, year, after, of);
  }
}

function isFirm(employer: Employer): boolean {
  return !employer.household;
}

/** Larger agencies first: the smallest may have no firm at all in a small world. */
function faultsByUnit(faults: Plan['enrolments']): Map<string, Plan['enrolments'][number][]> {
  const units = prefectures().slice(0, 4);
  const dealt = new Map<string, Plan['enrolments'][number][]>();
  faults.forEach((fault, i) => {
    const unit = units[i % units.length]?.unit ?? '';
    dealt.set(unit, [...(dealt.get(unit) ?? []), fault]);
  });
  return dealt;
}

/** Rows beyond the right ones, under numbers of their own, of firms that exist. */
function faultyOf(enrolled: readonly Enrolment[], faults: Plan['enrolments']): Planted<Enrolment>[] {
  const firms = enrolled.filter(({ employer }) => isFirm(employer));
  return faults.flatMap((fault, i) => {
    const firm = firms[i % firms.length];
    return firm ? [{ of: { ...firm, number: firm.number.replace(/(?=-\d+$)/, `-F${i + 1}`) }, fault }] : [];
  });
}

function listOf(random: Random, prefecture: Prefecture, year: number, all: readonly Planted<Enrolment>[]): PlannedFile {
  const asOf = instantOf(`${year + 1}-02-05 10:00`);
  const rows = all.map(({ of, fault }) => spoiled(random, enrolmentRow(of, { kind: 'new', basis: asOf }), fault));
  return file(prefecture, { year, name: `${year}年`, asOf, rows, note: `${year}年末参保登记` });
}

function correctionsOf(
  random: Random,
  prefecture: Prefecture,
  year: number,
  after: AfterThoughts<Employer>,
  enrolmentIn: (employer: Employer) => Enrolment,
): PlannedFile {
  const asOf = instantOf(`${year + 1}-03-18 14:30`);
  const here = (all: readonly Employer[]) =>
    all.filter((employer) => employer.prefecture.unit === prefecture.unit).map(enrolmentIn);
  const corrected = here(after.corrected).map((before) => {
    const changed = { ...before, closing: before.closing + random.int(1, 3) };
    const cells = { reason: mostly(random, '年末参保人数核实更正') };
    return enrolmentRow(changed, { kind: 'correction', basis: asOf, cells, previous: before });
  });
  const retract = (one: Enrolment, reason: string | null) =>
    retractionOf(enrolmentRow(one, { kind: 'new', basis: asOf }), reason);
  const rows = [
    ...corrected,
    ...here(after.retracted).map((one) => retract(one, '同一单位重复登记')),
    ...here(after.retractedWithoutReason).map((one) => ({ ...retract(one, null), fault: RETRACTION_WITHOUT_REASON })),
  ];
  return file(prefecture, { year, name: `${year}年更正`, asOf, rows, note: `${year}年末参保登记更正` });
}

function file(
  prefecture: Prefecture,
  plan: { year: number; name: string; asOf: string; rows: readonly ExportRow[]; note: string },
): PlannedFile {
  const { year, name, asOf, rows, note } = plan;
  return {
    department: 'human-resources',
    feed: 'employer-enrolment',
    sourceId: determinationSource(prefecture.unit),
    year,
    path: `human-resources/${prefecture.unit}/参保登记_${name}.csv`,
    format: { type: 'csv', encoding: 'utf-8', days: 'dashes' },
    asOf,
    rows,
    note: `${prefecture.name}${note}`,
  };
}
