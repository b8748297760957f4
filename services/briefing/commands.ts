import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createPool } from '../../infra/postgres/pool.js';
import type { FigureTable } from '../dataset/figures/figure-table.js';
import type { BriefingFigures, DepartmentIntake } from './briefing-input.js';
import { composeBriefing } from './compose-briefing.js';
import { figuresFile } from './figures-file.js';
import { readFigures } from './read-figures.js';
import { printBriefing } from './word/print-briefing.js';

export type BriefingOptions = {
  /** Database of the shared dataset. */
  databaseUrl: string;
  /** Calendar year to report on; the year before is counted for comparison. */
  year: number;
  /** Path ending in .docx; folders are made. */
  outFile: string;
  /** Print 示例数据 on every page. */
  sample: boolean;
  /** 数据截止时间; printed, and the date of the document. */
  asOf: Date;
  /** SHA-256 of the dataset, hex. */
  datasetDigest: string;
  departments: readonly DepartmentIntake[];
};

export type WrittenBriefing = {
  /** Absolute path of the .docx. */
  file: string;
  /** Of the .docx, hex. */
  sha256: string;
  /** Every figure of the year and of the year before. */
  figures: FigureTable[];
};

/**
 * Writes the year's 情况通报 and beside it `….figures.json`, every number in it for whoever wants to count again. The
 * same dataset and options give the same bytes.
 *
 * @throws TypeError when `outFile` does not end in .docx
 */
export async function writeBriefing(options: BriefingOptions): Promise<WrittenBriefing> {
  const { year, sample, datasetDigest, departments } = options;
  if (!options.outFile.endsWith('.docx')) {
    throw new TypeError(
      `The briefing is a Word document: a path ending in .docx expected, found "${options.outFile}".`,
    );
  }
  const file = resolve(options.outFile);
  const compared = await figuresOf(options);
  const briefing = composeBriefing({
    year,
    sample,
    asOf: options.asOf.getTime(),
    datasetDigest,
    departments,
    figures: compared,
  });
  const bytes = await printBriefing(briefing);
  const figures = Object.values(compared).flatMap(({ table, lastYear }) => [table, lastYear]);
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, bytes);
  await writeWhole(file.replace(/\.docx$/, '.figures.json'), Buffer.from(figuresFile(figures, datasetDigest)));
  return { file, sha256: createHash('sha256').update(bytes).digest('hex'), figures };
}

async function figuresOf({ databaseUrl, year }: BriefingOptions): Promise<BriefingFigures> {
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'hub-briefing' });
  try {
    return await readFigures(pool, year);
  } finally {
    await pool.end();
  }
}

/** Nobody ever opens half a file. */
async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, file);
}
