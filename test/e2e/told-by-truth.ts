import { connectors } from '../../connectors/generated/feed-index.js';
import { indicatorIds } from '../../schemas/indicators/indicator.js';
import { clerkOf } from '../../services/cli/installation.js';
import { clientOf } from '../../services/cli/running-hub.js';
import type { RunReport } from '../../services/cli/start.js';
import type { ReceiptRecord } from '../../services/intake/receipts/receipt.js';
import type { DemoTruth } from './demo-truth.js';
import { faultCodes } from './fault-codes.js';
import { differences, readFiguresFile } from './figures-from-truth/figures.js';
import { figuresFromTruth } from './figures-from-truth/figures-from-truth.js';
import type { HubUnderTest } from './hub-under-test.js';
import type { Intake } from './printed-numbers/expected-cells.js';
import { printedDifferences } from './printed-numbers/printed-differences.js';

/*
 * What a run of the main job has to come to, as the demo province knows it: its books, its rejects and its briefing.
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

/** The rows with a fault are refused and no others, each by the code of its fault; asks the receipts of a running hub. */
export async function expectRejectsOfTruth(hub: HubUnderTest, report: RunReport, truth: DemoTruth): Promise<void> {
  const faults = new Map(truth.lines.map(({ file, row, fault }) => [`${file} ${row}`, fault]));
  const rejected: string[] = [];
  for (const { path, feed, department, receipt } of report.submissions) {
    for (const { rowNumber, outcome, findings } of await recordsOf(hub, department, receipt.batchId)) {
      const errors = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      if (outcome !== 'rejected') {
        expect({ path, rowNumber, errors }).toEqual({ path, rowNumber, errors: [] });
        continue;
      }
      const fault = faults.get(`${path} ${rowNumber}`) ?? 'no fault';
      const code = faultCodes[feed]?.[fault] ?? 'no code';
      rejected.push(
        `${path} ${rowNumber} ${fault} ${errors.includes(code) ? code : `not ${code} but ${errors.join()}`}`,
      );
    }
  }
  const wrong = truth.lines.flatMap(({ file, row, feed, fault }) =>
    fault === null ? [] : [`${file} ${row} ${fault} ${faultCodes[feed]?.[fault] ?? 'no code'}`],
  );
  expect(wrong.length).toBeGreaterThan(250);
  expect(rejected.sort()).toEqual(wrong.sort());
}

async function recordsOf(hub: HubUnderTest, department: string, batchId: string): Promise<ReceiptRecord[]> {
  const client = clientOf(hub.running(), hub.installation().clients, clerkOf(department));
  const url = `${hub.running().intakeUrls[department] ?? ''}/v1/batches/${batchId}/records?limit=1000`;
  const records: ReceiptRecord[] = [];
  for (let cursor: string | null = '0'; cursor !== null;) {
    const page: { records: ReceiptRecord[]; nextCursor: string | null } = await client.get(`${url}&cursor=${cursor}`);
    records.push(...page.records);
    cursor = page.nextCursor;
  }
  return records;
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
