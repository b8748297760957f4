import type { RunReport } from '../../services/cli/start.js';
import type { TrueGap } from '../../services/demo-province/truth/true-gap.js';
import type { TrueLink } from '../../services/demo-province/truth/true-link.js';
import type { DemoTruth } from '../e2e/demo-truth.js';
import { faultCodes } from '../e2e/fault-codes.js';
import { readFiguresFile, type Figures } from '../e2e/figures-from-truth/figures.js';
import { figuresFromTruth } from '../e2e/figures-from-truth/figures-from-truth.js';
import type { HubUnderTest } from '../e2e/hub-under-test.js';
import { compare, type Comparison, type TrueItems } from './comparison.js';
import { answeredRows, foundGaps, foundLinks, type AnsweredRow, type FoundGap, type FoundLink } from './hub-answers.js';

/** In the order of the story; one event under two numbers comes last. */
const LINK_KINDS: readonly TrueLink['kind'][] = [
  'DIAGNOSIS_DETERMINATION',
  'CASUALTY_DETERMINATION',
  'ACCIDENT_CASUALTY',
  'SAME_ACCIDENT',
  'SAME_CASUALTY',
  'SAME_DIAGNOSIS',
  'SAME_SUSPICION',
  'SAME_DETERMINATION',
];

/** Everything that a running hub says of a province that it was sent, held against the truth of that province. */
export async function evaluateProvince(hub: HubUnderTest, truth: DemoTruth, report: RunReport): Promise<Comparison[]> {
  const links = await foundLinks(hub);
  const gaps = await foundGaps(hub, dayOfTruth(truth));
  return [
    rejects(truth, await answeredRows(hub, report.submissions)),
    ...LINK_KINDS.map((kind) => linksOf(kind, truth.links, links)),
    gapStates(truth.gaps, gaps),
    notFiled(truth.gaps, gaps),
    ...briefings(truth, report),
  ];
}

function dayOfTruth({ gaps, manifest }: DemoTruth): string {
  return gaps[0]?.asOf ?? `${Math.max(...manifest.years)}-12-31`;
}

/** The rows with a fault, each refused for the reason that is its fault. */
function rejects({ lines }: DemoTruth, rows: readonly AnsweredRow[]): Comparison {
  const codes = new Map<string, string>();
  for (const { file, row, feed, fault } of lines) {
    if (fault !== null) codes.set(`${file} ${row}`, faultCodes[feed]?.[fault] ?? `no code for ${fault}`);
  }
  const said = rows.flatMap(({ file, row, rejected, errors }) => {
    const code = codes.get(`${file} ${row}`) ?? '';
    if (!rejected && errors.length === 0) return [];
    return [`${file} ${row} ${errors.includes(code) && rejected ? code : errors.join('+')}`];
  });
  return compare('rejects', sure([...codes].map(([place, code]) => `${place} ${code}`)), said);
}

function linksOf(kind: TrueLink['kind'], truth: readonly TrueLink[], found: readonly FoundLink[]): Comparison {
  const true_ = truth
    .filter((link) => link.kind === kind)
    .map(({ left, right, resolvable }) => [linkName([left, right]), resolvable] as const);
  const said = found
    .filter((link) => link.kind === kind)
    .map((link) =>
      linkName([
        { sourceId: link.left_source_id, recordId: link.left_record_id },
        { sourceId: link.right_source_id, recordId: link.right_record_id },
      ]),
    );
  return compare(`${kind.startsWith('SAME_') ? 'duplicates' : 'links'} ${kind}`, new Map(true_), said);
}

const linkName = (sides: readonly { sourceId: string; recordId: string }[]): string =>
  sides.map(({ sourceId, recordId }) => `${sourceId} ${recordId}`).join(' - ');

/** Of every diagnosis the state that follows from what was sent. */
function gapStates(truth: readonly TrueGap[], found: readonly FoundGap[]): Comparison {
  return compare('G1 states', sure(truth.map((gap) => `${cardOf(gap)} ${gap.state}`)), found.map(stateName));
}

const cardOf = ({ sourceId, reportCardNumber }: TrueGap): string => `${sourceId} ${reportCardNumber}`;
const stateName = ({ record, state }: FoundGap): string => `${record.sourceId} ${record.recordId} ${state}`;

/** Whom the hub calls overdue, against who truly was, where statements allow to say so. */
function notFiled(truth: readonly TrueGap[], found: readonly FoundGap[]): Comparison {
  const overdue = truth.filter(({ filed, closedBy }) => filed === null && closedBy === null).filter(isOverdue);
  const denied = truth.filter(({ filed, resolvable }) => filed !== null && !resolvable);
  return compare(
    'G1 not filed for',
    new Map(overdue.map((gap) => [cardOf(gap), gap.resolvable])),
    found
      .filter(({ state }) => state === 'AMBER' || state === 'RED')
      .map(({ record }) => `${record.sourceId} ${record.recordId}`),
    new Set(denied.map(cardOf)),
  );
}

/** Or would be, if anybody knew whose diagnosis it is: what is not assessable for want of statements is not counted. */
function isOverdue({ state, missing, diagnosedOn, asOf }: TrueGap): boolean {
  if (state === 'AMBER' || state === 'RED') return true;
  const days = (Date.parse(asOf) - Date.parse(diagnosedOn)) / 86_400_000;
  return state === 'NOT_ASSESSABLE' && missing.length === 0 && days > 30;
}

/** Every number of the briefing, counted again. */
function briefings(truth: DemoTruth, { filesWritten }: RunReport): Comparison[] {
  return filesWritten
    .filter((file) => file.endsWith('.figures.json'))
    .flatMap((file) => {
      const briefing = readFiguresFile(file);
      const counted = figuresFromTruth(truth, briefing);
      return [
        compare('briefing: figures', sure(numbersOf(counted.figures)), numbersOf(briefing.figures)),
        compare('briefing: G1', sure(numbersOf(counted.gaps)), numbersOf(briefing.gaps)),
      ];
    });
}

/** What counts nothing may be left out. */
function numbersOf(figures: Figures): string[] {
  return [...figures].flatMap(([name, value]) => (value === 0 ? [] : [`${name} ${value}`]));
}

function sure(names: readonly string[]): TrueItems {
  return new Map(names.map((name) => [name, true]));
}
