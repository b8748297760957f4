import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBriefing, type BriefingOptions } from '../../../services/briefing/commands.js';
import type { FigureLine, GapLine } from '../../../services/briefing/figures-file.js';
import { migrateDataset } from '../../../services/dataset/commands.js';
import { drillDown } from '../../../services/dataset/figures/drill-down.js';
import { TOTAL, type FigureValues } from '../../../services/dataset/figures/figure-table.js';
import { readGaps } from '../../../services/dataset/gaps/read-gaps.js';
import { createTestDatabase, type TestDatabase } from '../../stack/fixtures.js';
import { seedDataset } from './dataset-rows.js';
import { yearsOfRecords } from './years-of-records.js';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'briefing-'));
  database = await createTestDatabase();
  await migrateDataset(database.url);
  await seedDataset(database.pool, yearsOfRecords(2025));
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const options = (file: string): BriefingOptions => ({
  databaseUrl: database.url,
  year: 2025,
  outFile: join(folder, file),
  sample: true,
  asOf: new Date('2026-02-10T02:30:00Z'),
  datasetDigest: 'cd'.repeat(32),
  departments: [{ label: '卫生健康部门', accepted: 180, unchanged: 2, rejected: 5 }],
});

describe('writing the briefing of a year', () => {
  it('gives the same bytes again, under the hash that it reports, and leaves nothing half-made', async () => {
    const first = await writeBriefing(options('new/first.docx'));
    const second = await writeBriefing(options('new/second.docx'));
    const bytes = await readFile(first.file);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(first.sha256);
    expect(second.sha256).toBe(first.sha256);
    expect((await readdir(join(folder, 'new'))).sort()).toEqual(
      ['first', 'second'].flatMap((name) => ['docx', 'figures.json', 'html', 'xlsx'].map((end) => `${name}.${end}`)),
    );
    for (const form of ['docx', 'xlsx', 'html', 'figures'] as const) {
      const [one, other] = [await readFile(first.files[form]), await readFile(second.files[form])];
      expect({ form, same: one.equals(other) }).toEqual({ form, same: true });
    }
  });

  it('lists every number beside it, each one the sum of its drill-down', async () => {
    await writeBriefing(options('listed.docx'));
    const text = await readFile(join(folder, 'listed.figures.json'), 'utf8');
    const { datasetDigest, figures } = JSON.parse(text) as { datasetDigest: string; figures: FigureLine[] };
    const counted = new Map<string, FigureValues>();
    expect(datasetDigest).toBe('cd'.repeat(32));
    expect(new Set(figures.map(({ year }) => year))).toEqual(new Set([2020, 2021, 2022, 2023, 2024, 2025]));
    for (const { indicator, year, key, measure, value } of figures) {
      const name = `${indicator}/${year}/${key}`;
      const sums = counted.get(name) ?? sumOfRecords(await drillDown(database.pool, indicator, year, key));
      counted.set(name, sums);
      expect({ name, measure, value: sums[measure] ?? 0 }).toEqual({ name, measure, value });
    }
  }, 120_000);

  it('lists the gap by state, each number as many rows as the gap query lists', async () => {
    const { files } = await writeBriefing(options('gap.docx'));
    const { gaps } = JSON.parse(await readFile(files.figures, 'utf8')) as { gaps: GapLine[] };
    const { rows } = await readGaps(database.pool, { gapId: 'G1', asOf: '2026-02-10', limit: 10_000 });
    expect(rows.length).toBeGreaterThan(100);
    for (const { place, state, value } of gaps) {
      const listed = rows.filter((row) => row.state === state && (place === TOTAL || row.division === place));
      expect({ place, state, rows: listed.length }).toEqual({ place, state, rows: value });
    }
  }, 60_000);

  it('prints in the page every number that it gives an anchor, as the figures file has it', async () => {
    const { files } = await writeBriefing(options('anchors.docx'));
    const page = await readFile(files.html, 'utf8');
    const { figures } = JSON.parse(await readFile(files.figures, 'utf8')) as { figures: FigureLine[] };
    const known = new Map(figures.map((line) => [`${line.indicator}/${line.year}/${line.key} ${line.measure}`, line]));
    const cells = [...page.matchAll(/data-figure="([^"]+)" data-measure="(\w+)">([^<]+)</g)];
    const counts = cells.filter(([, anchor]) => !/^(G1|work-injury-)/.test(anchor ?? ''));
    expect(counts.length).toBeGreaterThan(500);
    for (const [, anchor, measure, text] of counts) {
      expect({ anchor, measure, text: Number(text) }).toEqual({
        ...{ anchor, measure, text: known.get(`${anchor} ${measure}`)?.value },
      });
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }, 60_000);

  it('refuses a file that Word would not open', async () => {
    await expect(writeBriefing(options('briefing.pdf'))).rejects.toThrow(/\.docx expected/);
  });
});

function sumOfRecords(records: readonly { values: FigureValues }[]): FigureValues {
  const sums: Record<string, number> = {};
  for (const { values } of records) {
    for (const [measure, value] of Object.entries(values)) sums[measure] = (sums[measure] ?? 0) + value;
  }
  return sums;
}
