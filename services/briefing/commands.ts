import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createPool } from '../../infra/postgres/pool.js';
import type { FigureTable } from '../dataset/figures/figure-table.js';
import type { DepartmentIntake } from './briefing-input.js';
import { composeBriefing } from './compose-briefing.js';
import { figuresFile } from './figures-file.js';
import { printPage } from './page/print-page.js';
import { figureTables, readFigures, type ReadFigures } from './read-figures.js';
import { printBriefing } from './word/print-briefing.js';
import { printWorkbook } from './workbook/print-workbook.js';

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
  /** Absolute paths of all that was written, the .docx among them. */
  files: { docx: string; xlsx: string; html: string; figures: string };
  /** Every figure that was counted: of the year, of the year before, and of the years of the plan. */
  figures: FigureTable[];
};

/**
 * Writes the year's 情况通报 as .docx, its tables as .xlsx, both as one .html, and beside them `….figures.json`, every
 * number for whoever wants to count again. The same dataset and options give the same bytes, on a machine with the same
 * fonts: the .docx holds its charts as pictures too.
 *
 * @throws TypeError when `outFile` does not end in .docx
 */
export async function writeBriefing(options: BriefingOptions): Promise<WrittenBriefing> {
  const files = filesOf(options.outFile);
  const read = await figuresOf(options);
  const { year, sample, datasetDigest, departments } = options;
  const input = { ...read, year, sample, datasetDigest, departments, asOf: options.asOf.getTime() };
  const briefing = composeBriefing(input);
  const figures = figureTables(read);
  const docx = await printBriefing(briefing);
  await mkdir(dirname(files.docx), { recursive: true });
  await writeWhole(files.docx, docx);
  await writeWhole(files.xlsx, await printWorkbook(briefing));
  await writeWhole(files.html, Buffer.from(printPage(briefing)));
  await writeWhole(files.figures, Buffer.from(figuresFile(figures, input)));
  return { file: files.docx, sha256: createHash('sha256').update(docx).digest('hex'), files, figures };
}

function filesOf(outFile: string): WrittenBriefing['files'] {
  if (!outFile.endsWith('.docx')) {
    throw new TypeError(`The briefing is a Word document: a path ending in .docx expected, found "${outFile}".`);
  }
  const docx = resolve(outFile);
  const beside = (ending: string): string => docx.replace(/\.docx$/, ending);
  return { docx, xlsx: beside('.xlsx'), html: beside('.html'), figures: beside('.figures.json') };
}

async function figuresOf({ databaseUrl, year, asOf }: BriefingOptions): Promise<ReadFigures> {
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'hub-briefing' });
  try {
    return await readFigures(pool, year, asOf.getTime());
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
