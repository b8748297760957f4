import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBriefing, type BriefingOptions } from '../../../services/briefing/commands.js';
import type { FigureLine } from '../../../services/briefing/figures-file.js';
import { migrateDataset } from '../../../services/dataset/commands.js';
import { drillDown } from '../../../services/dataset/figures/drill-down.js';
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
    expect((await readdir(join(folder, 'new'))).sort()).toEqual([
      'first.docx',
      'first.figures.json',
      'second.docx',
      'second.figures.json',
    ]);
  });

  it('lists every number beside it, each one the sum of its drill-down', async () => {
    await writeBriefing(options('listed.docx'));
    const text = await readFile(join(folder, 'listed.figures.json'), 'utf8');
    const { datasetDigest, figures } = JSON.parse(text) as { datasetDigest: string; figures: FigureLine[] };
    expect(datasetDigest).toBe('cd'.repeat(32));
    expect(new Set(figures.map(({ year }) => year))).toEqual(new Set([2025, 2024]));
    for (const { indicator, year, key, measure, value } of figures) {
      const records = await drillDown(database.pool, indicator, year, key);
      const sum = records.reduce((total, { values }) => total + (values[measure] ?? 0), 0);
      expect({ indicator, year, key, measure, value: sum }).toEqual({ indicator, year, key, measure, value });
    }
  }, 60_000);

  it('refuses a file that Word would not open', async () => {
    await expect(writeBriefing(options('briefing.pdf'))).rejects.toThrow(/\.docx expected/);
  });
});
