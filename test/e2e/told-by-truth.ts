import { connectors } from '../../connectors/generated/feed-index.js';
import { indicatorIds } from '../../schemas/indicators/indicator.js';
import type { RunReport } from '../../services/cli/start.js';
import { isPassed } from '../evaluate/comparison.js';
import { evaluateProvince } from '../evaluate/evaluate-province.js';
import type { DemoTruth } from './demo-truth.js';
import { differences, readFiguresFile } from './figures-from-truth/figures.js';
import { figuresFromTruth } from './figures-from-truth/figures-from-truth.js';
import type { HubUnderTest } from './hub-under-test.js';
import type { Intake } from './printed-numbers/expected-cells.js';
import { printedDifferences } from './printed-numbers/printed-differences.js';

/*
 * What a run of the main job has to come to, as the demo province knows it: its books, what it
 * refuses, links and misses, and its briefing.
 */

/** Every source that sent something has closed books, with as many rows and refusals as it really sent. */
export function expectBooksOfTruth({ balance, closed }: RunReport, truth: DemoTruth): void {
  expect(closed).toBe(true);
  expect(balance.map(({ sourceId, eventType }) => `${sourceId} ${eventType}`).sort()).toEqual(
    [...new Set(truth.lines.map(({ sourceId, feed }) => `${sourceId} ${feed}`))].sort(),
  );
  for (const row of balance) {
    const own = truth.lines.filter(({ sourceId, feed }) => sourceId === row.sourceId && feed === row.eventType);
    const changes = row.added + row.corrected + row.retracted;
    expect(row).toMatchObject({
      closed: true,
      submitted: own.length,
      rejected: own.filter(({ fault }) => fault !== null).length,
      ...{ waiting: 0, inFlight: 0, parked: 0, discarded: 0, published: changes, applied: changes },
    });
    expect(row.rejected + row.unchanged + changes).toBe(row.submitted + row.impliedRetractions);
    expect(row.current + row.superseded).toBe(row.applied);
  }
}

/** As many records and versions of each feed. */
export function expectRecordsOfTruth({ balance }: RunReport, truth: DemoTruth): void {
  const sum = (feed: string, term: 'current' | 'applied'): number =>
    balance.filter(({ eventType }) => eventType === feed).reduce((total, row) => total + row[term], 0);
  for (const [feed, { current, retracted, versions }] of Object.entries(truth.summary.feeds)) {
    expect({ feed, applied: sum(feed, 'applied'), current: sum(feed, 'current') }).toEqual({
      feed,
      applied: versions,
      current: current + retracted,
    });
  }
}

/**
 * Rejects, links, events told twice and G1 of a running hub are what the truth says: nothing false, and nothing missed
 * but what it marked as unresolvable when it was made.
 */
export async function expectAnswersOfTruth(hub: HubUnderTest, report: RunReport, truth: DemoTruth): Promise<void> {
  const comparisons = await evaluateProvince(hub, truth, report);
  expect(comparisons.filter((one) => !isPassed(one, truth.manifest.profile))).toEqual([]);
  const idle = comparisons.filter((one) => one.true === 0).map(({ subject }) => subject);
  expect(idle.filter((subject) => !/^duplicates|^G1 not filed/.test(subject))).toEqual([]);
  expect(comparisons.find(({ subject }) => subject === 'rejects')?.true).toBeGreaterThan(250);
}

/**
 * Every number of a briefing is that which the truth gives; it has every indicator, of its own year and the year before.
 *
 * @param file `.figures.json` of the briefing
 */
export function expectFiguresOfTruth(file: string, truth: DemoTruth, year: number): void {
  const briefing = readFiguresFile(file);
  const counted = figuresFromTruth(truth, briefing);
  expect(differences(briefing.figures, counted.figures)).toEqual([]);
  expect(differences(briefing.gaps, counted.gaps)).toEqual([]);
  expect([...briefing.indicators].sort()).toEqual(indicatorIds());
  const wanted = indicatorIds().flatMap((indicator) => [`${indicator} ${year}`, `${indicator} ${year - 1}`]);
  expect(wanted.filter((one) => !briefing.years.has(one))).toEqual([]);
  expect([...briefing.figures.values()].filter((value) => value > 0).length).toBeGreaterThan(400);
}

/**
 * Every number that the document, the page and the workbook print follows from the figures, or from the books.
 *
 * @param file `.figures.json` of the briefing
 */
export async function expectPrintedFigures(file: string, report: RunReport, truth: DemoTruth): Promise<void> {
  expect(await printedDifferences(file.replace(/\.figures\.json$/, ''), intakesOf(report, truth))).toEqual([]);
}

function intakesOf({ balance }: RunReport, { manifest }: DemoTruth): Intake[] {
  return connectors.map(({ department, label }) => {
    const sources = manifest.sources.filter((source) => source.department === department);
    const rows = balance.filter(({ sourceId }) => sources.some((source) => source.sourceId === sourceId));
    const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
    return {
      label,
      accepted: sum((row) => row.added + row.corrected + row.retracted),
      unchanged: sum((row) => row.unchanged),
      rejected: sum((row) => row.rejected),
    };
  });
}
