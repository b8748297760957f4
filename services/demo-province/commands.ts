import { join } from 'node:path';
import { createDemoWriter, TRUTH_FILES, writeJson } from './demo-writer.js';
import { exportFiles } from './export-files.js';
import { planFaults } from './faults/demo-faults.js';
import { GENERATOR_VERSION } from './generator-version.js';
import type { DemoManifest } from './manifest.js';
import { PROFILE_NAMES, readProfile, type DirtProfile, type ProfileName } from './profile.js';
import { createProvince } from './province.js';
import { createRandom } from './random.js';
import { demoSources } from './sources.js';
import { yearStatements } from './statements.js';
import { createStoryBook } from './truth/story-book.js';

export { demoFaults } from './faults/demo-faults.js';
export { GENERATOR_VERSION } from './generator-version.js';
export type { DemoManifest, ExportFile } from './manifest.js';
export { PROFILE_NAMES, type ProfileName } from './profile.js';
export { demoSources, type DemoSource } from './sources.js';

export type DemoOptions = {
  /** Made if absent; its `exports/` and `truth/` are replaced. */
  readonly folder: string;
  readonly seed: string;
  /** 1 is the size of the province, 0.1 (the default) a tenth of it. */
  readonly scale?: number;
  /** Consecutive, 2023 to 2025 by default; the codes in use are those of these years. */
  readonly years?: readonly number[];
  /** How dirty the exports are, `default` by default: files of the same name in `profiles/`. */
  readonly profile?: ProfileName;
  /**
   * About how many rows of cards, accidents and cases hold a fault, by default as the profile says (300; none when
   * clean); never fewer than twice the kinds of faults. The other feeds have two or more of each kind besides.
   */
  readonly wrongRows?: number;
};

/** Options that no province can be made of; the message says which. */
export class DemoOptionsError extends Error {
  override readonly name = 'DemoOptionsError';
  readonly code = 'DEMO_OPTIONS';
  readonly retriable = false;
}

/** Applications a year at 1:1, of which a share has a credit code with a wrong check character. */
const CASES_A_YEAR = 11_500;

/**
 * Writes a synthetic province: what each department would export of it to `exports/`, what is true of it to `truth/`, and
 * `manifest.json`. The same options give the same bytes of every file. Made and written a year at a time.
 *
 * @throws DemoOptionsError
 */
export async function generateDemoProvince(options: DemoOptions): Promise<DemoManifest> {
  const { folder, seed, scale = 0.1, years = [2023, 2024, 2025], profile: name = 'default' } = options;
  checkOptions(scale, years, name);
  const profile = readProfile(name);
  const random = createRandom(`demo-province/${seed}`);
  const province = createProvince(random, { years, scale, profile });
  const plan = planFaults(random.fork('fault-plan'), faultWish(profile, scale, years, options.wrongRows));
  const book = createStoryBook(province);
  const writer = await createDemoWriter(folder, book);
  for (const file of exportFiles(random, province, plan, book)) await writer.write(file, province.people.taken());
  const files = await writer.finish(yearStatements(years));
  const manifest: DemoManifest = {
    ...{ generatorVersion: GENERATOR_VERSION, seed, scale, years, profile: name, sources: demoSources(), files },
    truthFile: TRUTH_FILES.truth,
    summaryFile: TRUTH_FILES.summary,
    gapsFile: TRUTH_FILES.gaps,
    linksFile: TRUTH_FILES.links,
    spoiledCellsFile: TRUTH_FILES.spoiledCells,
  };
  await writeJson(join(folder, 'manifest.json'), manifest);
  return manifest;
}

function faultWish(profile: DirtProfile, scale: number, years: readonly number[], wanted: number | undefined) {
  const wrongRows = wanted ?? profile.wrongRows;
  return {
    wrongRows,
    ofEachKind: wrongRows === 0 ? 0 : Math.max(2, Math.round(profile.wrongRowsOfEachKind * scale)),
    wrongCheckDigits: Math.round(CASES_A_YEAR * scale * years.length * profile.wrongCheckDigit),
  };
}

function checkOptions(scale: number, years: readonly number[], profile: string): void {
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
  if (!PROFILE_NAMES.some((name) => name === profile)) {
    throw new DemoOptionsError(`Demo province: profile must be ${PROFILE_NAMES.join(', ')}; found ${profile}.`);
  }
}
