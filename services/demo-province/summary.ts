import { FEEDS, type ExportRow, type Feed } from './exports/export-row.js';
import type { Statement } from './exports/statement.js';
import type { YearStatement } from './statements.js';

/** What the shared dataset must hold once all files are in, reckoned from the rows alone, without any of the hub's code. */
export type Summary = {
  readonly feeds: Readonly<Record<Feed, FeedSummary>>;
  /** By year of decision; only recognised and deemed, neither revoked nor retracted. */
  readonly determinations: readonly { year: number; prefecture: string; situation: string; count: number }[];
  /** By year of diagnosis, else of report; every kind of report. */
  readonly diseases: readonly { year: number; category: string; reportKind: string; count: number }[];
  readonly accidentsByGroup: readonly { year: number; reportGroup: string; accidents: number; deaths: number }[];
  readonly accidentsByGrade: readonly { year: number; grade: string; accidents: number; deaths: number }[];
  /** By year of the accident. */
  readonly casualtiesByHarm: readonly { year: number; harmGrade: string; count: number }[];
  /** Insured workers on 1 January and 31 December. */
  readonly enrolments: readonly {
    year: number;
    prefecture: string;
    employers: number;
    opening: number;
    closing: number;
    payrollFen: number;
    premiumFen: number;
  }[];
  /** What each source said of each year, and what it failed to say. */
  readonly statements: readonly YearStatement[];
};

export type FeedSummary = {
  readonly files: number;
  readonly rows: number;
  /** Rows with a fault, those of re-sent files not counted again. */
  readonly wrongRows: number;
  /** Records whose last right version is an assertion. */
  readonly current: number;
  /** Records whose last right version is a retraction. */
  readonly retracted: number;
  /** Right rows, those of re-sent files not counted again. */
  readonly versions: number;
};

type Counts = { -readonly [Key in keyof FeedSummary]: FeedSummary[Key] };
type Table = Map<string, { readonly key: object; readonly figures: Record<string, number> }>;

/** Reckons while the files are written: a version counts, and what the version before it said no longer does. */
export type SummaryBook = {
  addFile(feed: Feed): void;
  addRow(row: ExportRow): void;
  /** A file sent once more changes nothing but the number of rows. */
  addResent(feed: Feed, rows: number): void;
  summary(statements: readonly YearStatement[]): Summary;
};

export function createSummaryBook(): SummaryBook {
  const feeds = Object.fromEntries(FEEDS.map((feed) => [feed, noCounts()])) as Record<Feed, Counts>;
  const tables = {
    determinations: table(),
    diseases: table(),
    groups: table(),
    grades: table(),
    harms: table(),
    enrolments: table(),
  };
  return {
    addFile(feed) {
      feeds[feed].files += 1;
    },
    addRow(row) {
      countRow(feeds[row.statement.feed], row);
      if (row.fault !== null) return;
      if (row.previous) addStatement(tables, row.previous, -1);
      if (row.operation === 'ASSERT') addStatement(tables, row.statement, 1);
    },
    addResent(feed, rows) {
      feeds[feed].files += 1;
      feeds[feed].rows += rows;
    },
    summary: (statements) => ({
      feeds,
      determinations: linesOf(tables.determinations),
      diseases: linesOf(tables.diseases),
      accidentsByGroup: linesOf(tables.groups),
      accidentsByGrade: linesOf(tables.grades),
      casualtiesByHarm: linesOf(tables.harms),
      enrolments: linesOf(tables.enrolments),
      statements,
    }),
  };
}

function noCounts(): Counts {
  return { files: 0, rows: 0, wrongRows: 0, current: 0, retracted: 0, versions: 0 };
}

function countRow(counts: Counts, { fault, operation, previous }: ExportRow): void {
  counts.rows += 1;
  if (fault !== null) {
    counts.wrongRows += 1;
    return;
  }
  counts.versions += 1;
  if (previous === null) counts.current += 1;
  if (operation === 'RETRACT') {
    counts.current -= 1;
    counts.retracted += 1;
  }
}

type Tables = Readonly<Record<'determinations' | 'diseases' | 'groups' | 'grades' | 'harms' | 'enrolments', Table>>;

function addStatement(tables: Tables, said: Statement, sign: 1 | -1): void {
  const { year } = said;
  if (said.feed === 'injury-determination' && said.counted) {
    addTo(
      tables.determinations,
      sign,
      { year, prefecture: said.prefecture, situation: said.situation ?? '' },
      { count: 1 },
    );
  } else if (said.feed === 'occupational-disease') {
    addTo(tables.diseases, sign, { year, category: said.category, reportKind: said.reportKind }, { count: 1 });
  } else if (said.feed === 'work-safety-accident') {
    const figures = { accidents: 1, deaths: said.deaths };
    addTo(tables.groups, sign, { year, reportGroup: said.reportGroup }, figures);
    addTo(tables.grades, sign, { year, grade: said.grade }, figures);
  } else if (said.feed === 'accident-casualty') {
    addTo(tables.harms, sign, { year, harmGrade: said.harm }, { count: 1 });
  } else if (said.feed === 'employer-enrolment') {
    const { prefecture, opening, closing, payrollFen, premiumFen } = said;
    addTo(tables.enrolments, sign, { year, prefecture }, { employers: 1, opening, closing, payrollFen, premiumFen });
  }
}

function table(): Table {
  return new Map();
}

function addTo(to: Table, sign: 1 | -1, key: object, figures: Readonly<Record<string, number>>): void {
  const text = JSON.stringify(key);
  const line = to.get(text) ?? { key, figures: {} };
  for (const [name, value] of Object.entries(figures)) line.figures[name] = (line.figures[name] ?? 0) + sign * value;
  to.set(text, line);
}

/** In the order of the keys; what has come to nothing is left out. */
function linesOf<Line>(of: Table): Line[] {
  return [...of.entries()]
    .filter(([, { figures }]) => Object.values(figures)[0] !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { key, figures }]) => ({ ...key, ...figures }) as Line);
}
