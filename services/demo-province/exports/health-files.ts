import { instantOf, yearOf } from '../calendar.js';
import type { Card } from '../diseases.js';
import { RETRACTION_WITHOUT_REASON } from '../faults/demo-faults.js';
import type { Random } from '../random.js';
import { HEALTH_SOURCE } from '../sources.js';
import type { World } from '../world.js';
import { afterThoughts, mostly, type AfterThoughts } from './after-thoughts.js';
import {
  replacementNumber,
  resentFile,
  retractionOf,
  type DayStyle,
  type ExportRow,
  type PlannedFile,
} from './export-row.js';
import { cardRow } from './health-rows.js';
import { spoiled } from './spoiled.js';

const DAY_STYLES: readonly DayStyle[] = ['characters', 'slashes', 'digits'];

/** A file a year, then corrections, then retractions, and at last the first file once more. */
export function healthFiles(random: Random, world: World, withoutReason: number): PlannedFile[] {
  const right = world.cards.filter((card) => card.fault === null).map((card) => card.of);
  const after = thoughtsOn(random, right, withoutReason);
  const yearly = world.years.map((year, i) =>
    yearFile(random, world, year, DAY_STYLES[i % DAY_STYLES.length] ?? 'dashes'),
  );
  const next = Math.max(...world.years) + 1;
  const corrections = file({
    name: `${next}年更正`,
    asOf: instantOf(`${next}-03-10 15:20`),
    days: 'slashes',
    rows: (basis) => correctionRows(random, after, basis),
    note: '历年报告卡更正',
  });
  const retractions = file({
    name: `${next}年撤回`,
    asOf: instantOf(`${next}-03-24 10:05`),
    days: 'slashes',
    rows: (basis) => retractionRows(after, basis),
    note: '历年报告卡撤回',
  });
  return [...yearly, corrections, retractions, ...yearly.slice(0, 1).map(resentFile)];
}

/** Only suspicions turn out to have been sent twice: a diagnosis rests on a numbered certificate. */
function thoughtsOn(random: Random, right: readonly Card[], withoutReason: number): AfterThoughts<Card> {
  const suspicions = random.shuffled(right.filter((card) => card.kind === 'SUSPECTED'));
  const retracted = suspicions.slice(0, Math.max(2, Math.round(right.length * 0.03)));
  const others = right.filter((card) => !retracted.includes(card));
  const shares = { corrected: 0.09, replaced: 0.02, retracted: 0, revoked: 0, retractedWithoutReason: withoutReason };
  return { ...afterThoughts(random, others, shares), retracted };
}

function yearFile(random: Random, world: World, year: number, days: DayStyle): PlannedFile {
  const cards = world.cards.filter((card) => yearOf(card.of.reportedOn) === year);
  return file({
    name: `${year}年报告卡`,
    asOf: instantOf(`${year + 1}-01-20 09:30`),
    days,
    rows: (basis) => cards.map((card) => spoiled(random, cardRow(card.of, { kind: 'new', basis }), card.fault)),
    note: `${year}年1—12月`,
  });
}

function file(plan: {
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
    return cardRow(changed, { kind: 'correction', basis, cells: { reason: mostly(random, reason) } });
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
  const { stages } = card.disease;
  const other = stages.find(([stage]) => stage !== card.stage)?.[0];
  if (card.stage !== null && other !== undefined && random.chance(0.4))
    return [{ ...card, stage: other }, '期别或程度录错'];
  return worked;
}
