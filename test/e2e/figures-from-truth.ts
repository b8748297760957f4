import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';
import { codeList } from '../../schemas/code-lists/code-list.js';
import { DISEASES } from '../../services/demo-province/disease-mix.js';
import type { TruthLine } from '../../services/demo-province/truth.js';
import type { DemoTruth } from './demo-truth.js';

/** Figures by `indicator year key measure`; what counts nothing is left out. */
export type Figures = Map<string, number>;

type FigureLine = { indicator: string; year: number; key: string; measure: string; value: number };

/** What {@link figuresFromTruth} counts; every other indicator of a briefing stands in {@link notCounted}. */
const COUNTED = [
  'accidents-by-grade',
  'accidents-by-report-group',
  'casualties-by-harm-grade',
  'determinations-decided-by-conclusion',
  'determinations-recognised-by-place',
  'determinations-recognised-by-situation',
  'insured-by-place',
  'larger-accidents',
  'new-occupational-diseases-by-category',
  'new-pneumoconiosis-by-stage',
  'suspected-occupational-diseases-by-category',
];

/** Why an indicator is not counted from the truth, and the counted one whose total it must share, if any. */
type NotCounted = { readonly reason: string; readonly sameTotalAs?: string };

const COURSE = 'the course of a case is spread over versions of records; the summary keeps only the last';
const KEY_INDUSTRIES = 'the summary does not break down by industry, and only some industries are in it';
const grouped = (by: string, sameTotalAs: string): NotCounted => ({
  reason: `the summary does not break down by ${by}`,
  sameTotalAs,
});

export const notCounted: Readonly<Record<string, NotCounted>> = {
  'accident-injuries-by-key-industry': { reason: KEY_INDUSTRIES },
  'accidents-by-type': grouped('accident type', 'accidents-by-grade'),
  'casualties-course-by-harm-grade': { reason: COURSE },
  'determinations-on-time-by-place': { reason: 'the summary has no dates of acceptance and decision' },
  'determinations-recognised-by-industry-section': grouped('industry', 'determinations-recognised-by-place'),
  'determinations-recognised-by-month': grouped('month', 'determinations-recognised-by-place'),
  'diagnoses-course-by-category': { reason: COURSE },
  'insured-by-industry-section': grouped('industry', 'insured-by-place'),
  'insured-by-key-industry': { reason: KEY_INDUSTRIES },
  'insured-by-risk-class': grouped('risk class', 'insured-by-place'),
  'new-occupational-diseases-by-industry-section': grouped('industry', 'new-occupational-diseases-by-category'),
  'new-occupational-diseases-by-place': grouped('place', 'new-occupational-diseases-by-category'),
  'new-pneumoconiosis-by-exposure': grouped('years of exposure', 'new-pneumoconiosis-by-stage'),
  'suspected-diseases-course': { reason: COURSE },
};

/** The numbers of a briefing's `.figures.json`. */
export function figuresOfFile(file: string): Figures {
  const { figures } = JSON.parse(readFileSync(file, 'utf8')) as { figures: FigureLine[] };
  const read: Figures = new Map();
  for (const { indicator, year, key, measure, value } of figures) {
    const name = nameOf(indicator, year, key, measure);
    if (read.has(name)) throw new Error(`${file} gives ${name} twice`);
    read.set(name, value);
  }
  return read;
}

/**
 * What a briefing on these years has to say, counted from the truth: from its summary, and, for what that does not sum
 * up (refusals, stages of pneumoconiosis, larger accidents one by one), from the exported rows that are free of faults.
 * No SQL, no event and no indicator of the hub is asked. Of the indicators and years that are wanted, as `indicator year`.
 */
export async function figuresFromTruth(truth: DemoTruth, wanted: ReadonlySet<string>): Promise<Figures> {
  const figures: Figures = new Map();
  const add = (indicator: string, year: number, keys: readonly string[], measures: Record<string, number>): void => {
    if (!wanted.has(nameOf(indicator, year))) return;
    for (const key of [...keys, 'TOTAL']) {
      for (const [measure, value] of Object.entries(measures)) {
        const name = nameOf(indicator, year, key, measure);
        figures.set(name, (figures.get(name) ?? 0) + value);
      }
    }
  };
  for (const { year, prefecture, situation, count: cases } of truth.summary.determinations) {
    const conclusion = situation.startsWith('15-') ? 'DEEMED' : 'RECOGNIZED';
    add('determinations-recognised-by-situation', year, [situation || 'UNSTATED'], { cases });
    add('determinations-recognised-by-place', year, [prefecture], { cases });
    add('determinations-decided-by-conclusion', year, [conclusion], { cases });
  }
  for (const { year, category, reportKind, count: cases } of truth.summary.diseases) {
    const indicator = BY_REPORT_KIND[reportKind];
    if (indicator) add(indicator, year, [OTHER_DISEASES[category] ?? category], { cases });
  }
  for (const { year, reportGroup, accidents, deaths } of truth.summary.accidentsByGroup) {
    const group = codeList('accident-report-group').entries.find(({ code }) => code === reportGroup)?.attributes?.[
      'group'
    ];
    add('accidents-by-report-group', year, [reportGroup, String(group)], { accidents, deaths });
  }
  for (const { year, grade, accidents, deaths } of truth.summary.accidentsByGrade) {
    add('accidents-by-grade', year, [grade], { accidents, deaths });
  }
  for (const { year, harmGrade, count: persons } of truth.summary.casualtiesByHarm) {
    add('casualties-by-harm-grade', year, [harmGrade], { persons });
  }
  for (const { year, prefecture, employers, opening, closing } of truth.summary.enrolments) {
    add('insured-by-place', year, [prefecture], { employers, opening, closing });
  }
  for (const { line, cells } of await lastStatedRows(truth)) addStated(add, line, cells);
  return figures;
}

/** Indicators of these figures, each once. */
export function indicatorsOf(figures: Figures): string[] {
  return [...new Set([...figures.keys()].map((name) => partsOf(name).indicator))].sort();
}

/** The figures of a briefing that {@link figuresFromTruth} counts as well. */
export function countedOf(figures: Figures): Figures {
  return new Map([...figures].filter(([name]) => COUNTED.includes(partsOf(name).indicator)));
}

/** All indicators that this file knows of, counted or not. */
export const knownIndicators = [...COUNTED, ...Object.keys(notCounted)].sort();

/** Totals that are not those of the counted indicator with the same scope, by each measure that both have. */
export function differentTotals(figures: Figures): string[] {
  return [...figures].flatMap(([name, value]) => {
    const { indicator, year, key, measure } = partsOf(name);
    const other = notCounted[indicator]?.sameTotalAs;
    if (other === undefined || key !== 'TOTAL') return [];
    const same = figures.get(nameOf(other, year, key, measure));
    return same === undefined || same === value ? [] : [`${name}: ${value}, but ${other}: ${same}`];
  });
}

/** Years that figures have of each indicator, as `indicator year`. */
export function yearsOf(figures: Figures): Set<string> {
  return new Set([...figures.keys()].map((name) => nameOf(partsOf(name).indicator, partsOf(name).year)));
}

/** Names in both that differ, with what each says. */
export function differences(one: Figures, other: Figures): string[] {
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((name) => (one.get(name) ?? 0) !== (other.get(name) ?? 0))
    .map((name) => `${name}: ${one.get(name) ?? 0} and ${other.get(name) ?? 0}`);
}

const nameOf = (...parts: (string | number)[]): string => parts.join(' ');

function partsOf(name: string) {
  const [indicator = '', year = '', ...rest] = name.split(' ');
  return { indicator, year, key: rest.slice(0, -1).join(' '), measure: rest.at(-1) ?? '' };
}

const BY_REPORT_KIND: Readonly<Record<string, string>> = {
  DIAGNOSED: 'new-occupational-diseases-by-category',
  SUSPECTED: 'suspected-occupational-diseases-by-category',
};

/** 其他职业病 was category 10 of the catalogue of 2013; the briefing names it by the newer one. The demo has no other 10. */
const OTHER_DISEASES: Readonly<Record<string, string>> = { '10': '12' };

type Cells = Readonly<Record<string, string>>;
type Add = (indicator: string, year: number, keys: readonly string[], measures: Record<string, number>) => void;

function addStated(add: Add, { feed, sourceId, recordId }: TruthLine, cells: Cells): void {
  const of = (heading: string): string => cells[heading] ?? '';
  const yearOf = (heading: string): number => Number(of(heading).slice(0, 4));
  if (feed === 'injury-determination') {
    const refused = codeOf('determination-conclusion', of('认定结论')) === 'NOT_RECOGNIZED';
    const stands = codeOf('determination-status', of('办理状态')) !== 'REVOKED';
    if (refused && stands)
      add('determinations-decided-by-conclusion', yearOf('决定日期'), ['NOT_RECOGNIZED'], { cases: 1 });
  }
  if (feed === 'occupational-disease') {
    const confirmed = codeOf('disease-report-kind', of('报告类型')) === 'DIAGNOSED';
    const stage = codeOf('disease-stage', of('期别或程度')) ?? 'UNSTATED';
    if (confirmed && isPneumoconiosis(of('职业病代码'))) {
      add('new-pneumoconiosis-by-stage', yearOf('诊断日期'), [stage], { cases: 1 });
    }
  }
  if (feed === 'work-safety-accident' && codeOf('accident-grade', of('事故等级')) !== '1') {
    const measures = { accidents: 1, deaths: Number(of('死亡人数')) };
    add('larger-accidents', yearOf('发生时间'), [`${sourceId}/${recordId}`], measures);
  }
}

/** A cell holds a code or its name. */
function codeOf(list: string, written: string): string | undefined {
  return codeList(list).entries.find(({ code, name }) => code === written || name === written)?.code;
}

const dustDiseases = new Set(DISEASES.filter(({ pneumoconiosis }) => pneumoconiosis).map(({ name }) => name));

function isPneumoconiosis(written: string): boolean {
  return codeList('occupational-disease').entries.some(
    ({ code, name }) => (code === written || name === written) && dustDiseases.has(name),
  );
}

/** Feeds whose rows {@link addStated} looks into. */
const READ = ['injury-determination', 'occupational-disease', 'work-safety-accident'];

/** Of each record the row without a fault that has the highest basis, unless it retracts the record. */
async function lastStatedRows(truth: DemoTruth): Promise<{ line: TruthLine; cells: Cells }[]> {
  const last = new Map<string, TruthLine>();
  for (const line of truth.lines) {
    if (line.fault !== null || !READ.includes(line.feed)) continue;
    const record = `${line.sourceId}/${line.recordId}`;
    const known = last.get(record);
    if (!known || known.basis < line.basis) last.set(record, line);
  }
  const rows = new Map<string, Cells[]>();
  for (const { path, feed } of truth.manifest.files)
    if (READ.includes(feed)) rows.set(path, await rowsOf(join(truth.folder, path)));
  return [...last.values()]
    .filter(({ operation }) => operation === 'ASSERT')
    .map((line) => ({ line, cells: rows.get(line.file)?.[line.row - 1] ?? {} }));
}

async function rowsOf(file: string): Promise<Cells[]> {
  const [headings = [], ...rows] = file.endsWith('.xlsx') ? await workbookRows(file) : csvRows(file);
  return rows.map((row) => Object.fromEntries(headings.map((heading, at) => [heading, row[at] ?? ''])));
}

function csvRows(file: string): string[][] {
  const bytes = readFileSync(file);
  const isUtf8 = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  return parse(new TextDecoder(isUtf8 ? 'utf-8' : 'gb18030').decode(bytes), { relax_column_count: true });
}

async function workbookRows(file: string): Promise<string[][]> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(file);
  const rows: string[][] = [];
  workbook.worksheets[0]?.eachRow({ includeEmpty: true }, (row) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, ({ value }, column) => (cells[column - 1] = cellText(value)));
    rows.push(cells);
  });
  return rows;
}

function cellText(value: exceljs.CellValue): string {
  if (value instanceof Date) return value.toISOString();
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
}
