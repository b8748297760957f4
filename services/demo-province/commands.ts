import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { accidentFiles } from './exports/accident-files.js';
import { writeCsvFile } from './exports/csv-file.js';
import { determinationFiles } from './exports/determination-files.js';
import { CONTENT_TYPES, type PlannedFile } from './exports/export-row.js';
import { healthFiles } from './exports/health-files.js';
import { writeWorkbookFile } from './exports/workbook-file.js';
import { planFaults } from './faults/demo-faults.js';
import { createRandom } from './random.js';
import { demoSources, type DemoSource } from './sources.js';
import { summaryOf } from './summary.js';
import { truthLines, writeLines, writtenIdentities } from './truth.js';
import { createWorld } from './world.js';

export { demoFaults } from './faults/demo-faults.js';
export { demoSources, type DemoSource } from './sources.js';

export type DemoOptions = {
  /** Made if absent; its `exports/` and `truth/` are replaced. */
  readonly folder: string;
  readonly seed: string;
  /** 1 is the size of the province, 0.1 (the default) a tenth of it. */
  readonly scale?: number;
  /** Consecutive, 2023 to 2025 by default; the codes in use are those of these years. */
  readonly years?: readonly number[];
  /** About how many rows hold a fault, 300 by default; never fewer than twice the kinds of faults. */
  readonly wrongRows?: number;
};

/** One file as a department sends it. */
export type ExportFile = {
  readonly department: string;
  readonly feed: string;
  readonly sourceId: string;
  /** Inside the folder. */
  readonly path: string;
  readonly contentType: string;
  /** ISO instant, for feeds whose version basis is the export itself; else null. */
  readonly asOf: string | null;
  readonly rows: number;
  readonly note: string;
};

export type DemoManifest = {
  readonly seed: string;
  readonly scale: number;
  readonly years: readonly number[];
  readonly sources: readonly DemoSource[];
  /** In the order in which a department would send them. */
  readonly files: readonly ExportFile[];
  readonly truthFile: string;
  readonly summaryFile: string;
};

/** Options that no province can be made of; the message says which. */
export class DemoOptionsError extends Error {
  override readonly name = 'DemoOptionsError';
  readonly code = 'DEMO_OPTIONS';
  readonly retriable = false;
}

const TRUTH_FILE = 'truth/truth.ndjson';
const SUMMARY_FILE = 'truth/summary.json';
const PERSONS_FILE = 'truth/persons.ndjson';

/**
 * Writes a synthetic province: what each department would export of it to `exports/`, what is true of it to `truth/`, and
 * `manifest.json`. The same options give the same bytes of every file.
 *
 * @throws DemoOptionsError
 */
export async function generateDemoProvince(options: DemoOptions): Promise<DemoManifest> {
  const { folder, seed, scale = 0.1, years = [2023, 2024, 2025], wrongRows = 300 } = options;
  checkOptions(scale, years);
  const random = createRandom(`demo-province/${seed}`);
  const plan = planFaults(random.fork('fault-plan'), wrongRows);
  const world = createWorld(random, years, scale, plan);
  const without = plan.retractionsWithoutReason;
  const files = [
    ...healthFiles(random.fork('health-files'), world, without['occupational-disease']),
    ...accidentFiles(random.fork('accident-files'), world, without['work-safety-accident']),
    ...determinationFiles(random.fork('determination-files'), world, without['injury-determination']),
  ]
    // Nobody sends an empty list; that nothing occurred is said in another way.
    .filter((file) => file.rows.length > 0)
    .map((file) => ({ ...file, path: `exports/${file.path}` }));

  await emptied(folder);
  for (const file of files) await writeExport(folder, file);
  await writeLines(join(folder, TRUTH_FILE), truthLines(files));
  await writeLines(join(folder, PERSONS_FILE), writtenIdentities(world.people.all(), files));
  await writeJson(join(folder, SUMMARY_FILE), summaryOf(files));
  const manifest: DemoManifest = {
    seed,
    scale,
    years,
    sources: demoSources(),
    files: files.map(exportFileOf),
    truthFile: TRUTH_FILE,
    summaryFile: SUMMARY_FILE,
  };
  await writeJson(join(folder, 'manifest.json'), manifest);
  return manifest;
}

function checkOptions(scale: number, years: readonly number[]): void {
  if (!(scale > 0 && scale <= 1)) {
    throw new DemoOptionsError(`Demo province: scale must be above 0 and at most 1; found ${scale}.`);
  }
  const consecutive = years.every((year, i) => i === 0 || year === (years[i - 1] ?? 0) + 1);
  const first = years[0] ?? 0;
  // Births begin in 1984 and the disease catalogue of 2013 is the oldest one kept.
  if (years.length === 0 || !consecutive || first < 2016 || first + years.length - 1 > 2025) {
    throw new DemoOptionsError(
      `Demo province: years must be consecutive, within 2016-2025; found ${years.join(', ') || 'none'}.`,
    );
  }
}

/** A file of an earlier run that is no longer made would be sent as if it belonged to this one. */
async function emptied(folder: string): Promise<void> {
  for (const part of ['exports', 'truth']) {
    await rm(join(folder, part), { recursive: true, force: true });
    await mkdir(join(folder, part), { recursive: true });
  }
}

async function writeExport(folder: string, file: PlannedFile): Promise<void> {
  const path = join(folder, file.path);
  await mkdir(dirname(path), { recursive: true });
  if (file.format.type === 'csv') await writeCsvFile(path, file, file.format);
  else await writeWorkbookFile(path, file);
}

function exportFileOf(file: PlannedFile): ExportFile {
  const { department, feed, sourceId, path, format, asOf, rows, note } = file;
  return { department, feed, sourceId, path, contentType: CONTENT_TYPES[format.type], asOf, rows: rows.length, note };
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
