import { instantOf, yearOf } from '../calendar.js';
import type { Card } from '../diseases.js';
import { RETRACTION_WITHOUT_REASON } from '../faults/demo-faults.js';
import type { Random } from '../random.js';
import { HEALTH_SOURCE } from '../sources.js';
import { afterThoughts, mostly, type AfterThoughts } from './after-thoughts.js';
import { replacementNumber, retractionOf, type DayStyle, type ExportRow, type PlannedFile } from './export-row.js';
import { cardRow } from './health-rows.js';
import { spoiled, type Planted } from './spoiled.js';

const DAY_STYLES: readonly DayStyle[] = ['characters', 'slashes', 'digits'];

type Cards = readonly Planted<Card>[];

/** The reporting system's list of one year. */
export function healthFile(random: Random, cards: Cards, years: readonly number[], year: number): PlannedFile {
  const rows = cards.filter((card) => yearOf(card.of.reportedOn) === year);
  return file({
    year,
    name: `${year}年报告卡`,
    asOf: instantOf(`${year + 1}-01-20 09:30`),
    days: DAY_STYLES[years.indexOf(year) % DAY_STYLES.length] ?? 'dashes',
    rows: (basis) => rows.map((card) => spoiled(random, cardRow(card.of, { kind: 'new', basis }), card.fault)),
    note: `${year}年1—12月`,
  });
}

/** Under which number a card stands in the end, by its index; null when it was taken back. */
export type CardFates = ReadonlyMap<number, string | null>;

/** After all years: corrections, then retractions. */
export function healthAfterThoughts(
  random: Random,
  cards: Cards,
  years: readonly number[],
  withoutReason: number,
): { files: PlannedFile[]; fates: CardFates } {
  const right = cards.filter((card) => card.fault === null).map((card) => card.of);
  const after = thoughtsOn(random, right, withoutReason);
  const last = Math.max(...years);
  const next = last + 1;
  const corrections = file({
    year: last,
    name: `${next}年更正`,
    asOf: instantOf(`${next}-03-10 15:20`),
    days: 'slashes',
    rows: (basis) => correctionRows(random, after, basis),
    note: '历年报告卡更正',
  });
  const retractions = file({
    year: last,
    name: `${next}年撤回`,
    asOf: instantOf(`${next}-03-24 10:05`),
    days: 'slashes',
    rows: (basis) => retractionRows(after, basis),
    note: '历年报告卡撤回',
  });
  return { files: [corrections, retractions], fates: fatesOf(right, after) };
}

function fatesOf(right: readonly Card[], after: AfterThoughts<Card>): CardFates {
  const fates = new Map<number, string | null>(right.map((card) => [card.index, card.number]));
  for (const card of after.retracted) fates.set(card.index, null);
  for (const card of after.replaced) fates.set(card.index, replacementNumber(card.number));
  return fates;
}

/** Only suspicions turn out to have been sent twice: a diagnosis rests on a numbered certificate. */
function thoughtsOn(random: Random, right: readonly Card[], withoutReason: number): AfterThoughts<Card> {
  const suspicions = random.shuffled(right.filter((card) => card.kind === 'SUSPECTED'));
  const retracted = suspicions.slice(0, Math.max(2, Math.round(right.length * 0.03)));
  const others = right.filter((card) => !retracted.includes(card));
  const shares = {
    corrected: 0.09,
    replaced: 0.02,
    retracted: 0,
    revoked: 0,
    retractedWithoutReason: withoutReason,
    atLeast: 2,
  };
  return { ...afterThoughts(random, others, shares), retracted };
}

function file(plan: {
  year: number;
  name: string;
  asOf: string;
  days: DayStyle;
  rows: (basis: string) => ExportRow[];
  note: string;
}): PlannedFile {
  return {
    department: 'health-commission',
    feed: 'occupational-disease',
    sourceId: HEALTH_SOURCE,
    year: plan.year,
    path: `health-commission/职业病报告卡_${plan.name}.csv`,
    format: { type: 'csv', encoding: 'gb18030', days: plan.days },
    asOf: plan.asOf,
    rows: plan.rows(plan.asOf),
    note: plan.note,
  };
}

/** Corrections with later knowledge, and cards sent anew under a right number. */
function correctionRows(random: Random, after: AfterThoughts<Card>, basis: string): ExportRow[] {
  const corrected = after.corrected.map((card) => {
    const [changed, reason] = correction(random, card);
    const previous = cardRow(card, { kind: 'new', basis }).statement;
    return cardRow(changed, { kind: 'correction', basis, cells: { reason: mostly(random, reason) }, previous });
  });
  const replaced = after.replaced.map((card) => {
    const cells = { reason: '报告卡编号录错，换号重报', replacesRecordId: card.number };
    return cardRow({ ...card, number: replacementNumber(card.number) }, { kind: 'replacement', basis, cells });
  });
  return [...corrected, ...replaced];
}

function retractionRows(after: AfterThoughts<Card>, basis: string): ExportRow[] {
  const retract = (card: Card, reason: string | null) => retractionOf(cardRow(card, { kind: 'new', basis }), reason);
  return [
    ...after.retracted.map((card) => retract(card, '重复报告')),
    ...after.replaced.map((card) => retract(card, '报告卡编号录错，已换号重报')),
    ...after.retractedWithoutReason.map((card) => ({ ...retract(card, null), fault: RETRACTION_WITHOUT_REASON })),
  ];
}

function correction(random: Random, card: Card): [Card, string] {
  const worked = [{ ...card, exposureMonths: card.exposureMonths + random.int(1, 11) }, '核实接害工龄'] as [
    Card,
    string,
  ];
  // Nobody takes what progressed to a stage for the first one.
  const stages = card.kind === 'PROGRESSED' ? card.disease.stages.slice(1) : card.disease.stages;
  const other = stages.find(([stage]) => stage !== card.stage)?.[0];
  if (card.stage !== null && other !== undefined && random.chance(0.4))
    return [{ ...card, stage: other }, '期别或程度录错'];
  return worked;
}
