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
import { lazyRows, retractionOf, type PlannedFile, type Rows } from './export-row.js';
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
  const enrolmentIn = (employer: Employer) => enrolmentOf(luck, employer, year);
  for (const prefecture of prefectures()) {
    const here = employers.filter((employer) => employer.prefecture.unit === prefecture.unit);
    const wrong = faultyOf(here.filter(isFirm), faults.get(prefecture.unit) ?? []);
    const listed = [...here.map((of) => ({ of, fault: null })), ...wrong];
    yield listOf(own, prefecture, year, listed, enrolmentIn);
    yield correctionsOf(own, prefecture, year, after, enrolmentIn);
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

/** Rows beyond the right ones, of firms that exist. */
function faultyOf(firms: readonly Employer[], faults: Plan['enrolments']): Planted<Employer>[] {
  return faults.flatMap((fault, i) => {
    const firm = firms[i % firms.length];
    return firm ? [{ of: firm, fault }] : [];
  });
}

function listOf(
  random: Random,
  prefecture: Prefecture,
  year: number,
  all: readonly Planted<Employer>[],
  enrolmentIn: (employer: Employer) => Enrolment,
): PlannedFile {
  const asOf = instantOf(`${year + 1}-02-05 10:00`);
  let wrong = 0;
  const rows = lazyRows(all, ({ of, fault }) => {
    const right = enrolmentIn(of);
    // A faulty row has a number of its own.
    const one = fault === null ? right : { ...right, number: right.number.replace(/(?=-\d+$)/, `-F${++wrong}`) };
    return spoiled(random, enrolmentRow(one, { kind: 'new', basis: asOf }), fault);
  });
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
  plan: { year: number; name: string; asOf: string; rows: Rows; note: string },
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
