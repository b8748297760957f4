import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeCsvFile } from './exports/csv-file.js';
import { CONTENT_TYPES, lazyRows, type Feed, type PlannedFile } from './exports/export-row.js';
import { writeJsonFile, writeNdjsonFile } from './exports/json-file.js';
import { writeWorkbookFile } from './exports/workbook-file.js';
import type { ExportFile } from './manifest.js';
import type { Person } from './people.js';
import type { YearStatement } from './statements.js';
import { createSummaryBook } from './summary.js';
import { createLineFile } from './truth/line-file.js';
import { spoiledCells, type SpoiledCells } from './truth/spoiled-cells.js';
import type { StoryBook } from './truth/story-book.js';
import { faultyIdentity, rightIdentities, truthLine, type TruthLine, type WrittenIdentity } from './truth.js';

export const TRUTH_FILES = {
  truth: 'truth/truth.ndjson',
  persons: 'truth/persons.ndjson',
  gaps: 'truth/gaps.ndjson',
  links: 'truth/links.ndjson',
  spoiledCells: 'truth/spoiled-cells.ndjson',
  summary: 'truth/summary.json',
} as const;

/** Writes files one by one with what is true of them; nothing of a written file is kept but its line in the manifest. */
export type DemoWriter = {
  write(file: PlannedFile, people: readonly Person[]): Promise<void>;
  /** Sends the first files of some lists once more, and ends all books. */
  finish(statements: readonly YearStatement[]): Promise<ExportFile[]>;
};

type Resendable = {
  readonly feed: Feed;
  readonly file: ExportFile;
  readonly lines: readonly TruthLine[];
  readonly spoiledLines: readonly SpoiledCells[];
};

/** Of these lists the first file comes twice: one a department, and the bureau's of its two largest areas. */
const RESENT = [
  'health-commission/职业病报告卡_',
  'emergency-management/生产安全事故_',
  'human-resources/220100/工伤认定_',
  'human-resources/220200/工伤认定_',
];

export async function createDemoWriter(folder: string, book: StoryBook): Promise<DemoWriter> {
  await emptied(folder);
  const lineFile = (name: keyof typeof TRUTH_FILES) => createLineFile(join(folder, TRUTH_FILES[name]));
  const [truth, persons, gaps, links] = [lineFile('truth'), lineFile('persons'), lineFile('gaps'), lineFile('links')];
  const spoiled = lineFile('spoiledCells');
  const summary = createSummaryBook();
  const written: ExportFile[] = [];
  const resendable = new Map<string, Resendable>();
  return {
    async write(file, people) {
      const lines: TruthLine[] = [];
      const faulty: WrittenIdentity[] = [];
      const spoiledLines: SpoiledCells[] = [];
      const rows = lazyRows(file.rows, (row) => {
        lines.push(truthLine(file, row, lines.length + 1));
        faulty.push(...faultyIdentity(row));
        spoiledLines.push(...spoiledCells(file, row, lines.length));
        summary.addRow(row);
        return row;
      });
      await writeExport(folder, { ...file, rows });
      summary.addFile(file.feed);
      written.push(exportFileOf(file));
      await truth.add(lines);
      await persons.add([...rightIdentities(people), ...faulty]);
      await links.add(book.takeLinks());
      await spoiled.add(spoiledLines);
      const list = RESENT.find((start) => file.path.startsWith(`exports/${start}`));
      if (list && !resendable.has(list)) {
        resendable.set(list, { feed: file.feed, file: exportFileOf(file), lines, spoiledLines });
      }
    },
    async finish(statements) {
      for (const list of RESENT) {
        const first = resendable.get(list);
        if (!first) continue;
        const again = await sentAgain(folder, first.file);
        written.push(again);
        summary.addResent(first.feed, again.rows);
        await truth.add(first.lines.map((line) => ({ ...line, file: again.path, kind: 'resent' })));
        await spoiled.add(first.spoiledLines.map((line) => ({ ...line, file: again.path })));
      }
      await links.add(book.takeLinks());
      await gaps.add(book.takeGaps());
      await Promise.all([truth, persons, gaps, links, spoiled].map((file) => file.close()));
      await writeJson(join(folder, TRUTH_FILES.summary), summary.summary(statements));
      return written;
    },
  };
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
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
  const { format } = file;
  if (format.type === 'csv') await writeCsvFile(path, file, format);
  else if (format.type === 'xlsx') await writeWorkbookFile(path, file);
  else if (format.type === 'ndjson') await writeNdjsonFile(path, file);
  else await writeJsonFile(path, file);
}

/** An old list comes once more, byte for byte and with the same basis: it is no correction. */
async function sentAgain(folder: string, first: ExportFile): Promise<ExportFile> {
  const path = first.path.replace(/(?=\.\w+$)/, '（重发）');
  await copyFile(join(folder, first.path), join(folder, path));
  return { ...first, path, note: `${first.note}（旧表重发）` };
}

function exportFileOf(file: PlannedFile): ExportFile {
  const { department, feed, sourceId, path, format, asOf, rows, note } = file;
  return { department, feed, sourceId, path, contentType: CONTENT_TYPES[format.type], asOf, rows: rows.length, note };
}
