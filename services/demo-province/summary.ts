import type { ExportRow, Feed, PlannedFile, Statement } from './exports/export-row.js';

/** What the shared dataset must hold once all files are in, reckoned from the rows alone, without any of the hub's code. */
export type Summary = {
  readonly feeds: Readonly<Record<Feed, FeedSummary>>;
  /** By year of decision; only recognised and deemed, neither revoked nor retracted. */
  readonly determinations: readonly { year: number; prefecture: string; situation: string; count: number }[];
  /** By year of diagnosis, else of report; every kind of report. */
  readonly diseases: readonly { year: number; category: string; reportKind: string; count: number }[];
  readonly accidentsByGroup: readonly { year: number; reportGroup: string; accidents: number; deaths: number }[];
  readonly accidentsByGrade: readonly { year: number; grade: string; accidents: number; deaths: number }[];
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

type Last = ReadonlyMap<string, ExportRow>;
type Of<F extends Feed> = Extract<Statement, { feed: F }>;

export function summaryOf(files: readonly PlannedFile[]): Summary {
  const last = lastVersions(files);
  const accidents = currentStatements(last, 'work-safety-accident');
  const decisions = currentStatements(last, 'injury-determination').filter((one) => one.counted);
  const deaths = (rows: readonly Of<'work-safety-accident'>[]) => rows.reduce((sum, row) => sum + row.deaths, 0);
  return {
    feeds: {
      'occupational-disease': feedSummary(files, last, 'occupational-disease'),
      'work-safety-accident': feedSummary(files, last, 'work-safety-accident'),
      'injury-determination': feedSummary(files, last, 'injury-determination'),
    },
    determinations: grouped(
      decisions,
      ({ year, prefecture, situation }) => ({ year, prefecture, situation: situation ?? '' }),
      (rows) => ({ count: rows.length }),
    ),
    diseases: grouped(
      currentStatements(last, 'occupational-disease'),
      ({ year, category, reportKind }) => ({ year, category, reportKind }),
      (rows) => ({ count: rows.length }),
    ),
    accidentsByGroup: grouped(
      accidents,
      ({ year, reportGroup }) => ({ year, reportGroup }),
      (rows) => ({ accidents: rows.length, deaths: deaths(rows) }),
    ),
    accidentsByGrade: grouped(
      accidents,
      ({ year, grade }) => ({ year, grade }),
      (rows) => ({ accidents: rows.length, deaths: deaths(rows) }),
    ),
  };
}

/** Of each record the right row with the highest basis; bases of one record are distinct. */
function lastVersions(files: readonly PlannedFile[]): Last {
  const last = new Map<string, ExportRow>();
  for (const file of files) {
    for (const row of file.rows) {
      if (row.fault !== null) continue;
      const key = `${file.sourceId}/${row.recordId}`;
      const known = last.get(key);
      if (!known || known.basis < row.basis) last.set(key, row);
    }
  }
  return last;
}

function feedSummary(files: readonly PlannedFile[], last: Last, feed: Feed): FeedSummary {
  const ofFeed = files.filter((file) => file.feed === feed);
  const once = ofFeed.flatMap((file) => file.rows).filter((row) => row.kind !== 'resent');
  const records = [...last.values()].filter((row) => row.statement.feed === feed);
  return {
    files: ofFeed.length,
    rows: ofFeed.reduce((sum, file) => sum + file.rows.length, 0),
    wrongRows: once.filter((row) => row.fault !== null).length,
    current: records.filter((row) => row.operation === 'ASSERT').length,
    retracted: records.filter((row) => row.operation === 'RETRACT').length,
    versions: once.filter((row) => row.fault === null).length,
  };
}

function currentStatements<F extends Feed>(last: Last, feed: F): Of<F>[] {
  return [...last.values()].flatMap(({ operation, statement }) =>
    operation === 'ASSERT' && statement.feed === feed ? [statement as Of<F>] : [],
  );
}

/** Rows by equal keys, in the order of the keys. */
function grouped<Row, Key extends object, Figures extends object>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  figuresOf: (rows: readonly Row[]) => Figures,
): (Key & Figures)[] {
  const groups = new Map<string, { key: Key; rows: Row[] }>();
  for (const row of rows) {
    const key = keyOf(row);
    const text = JSON.stringify(key);
    const group = groups.get(text) ?? { key, rows: [] };
    group.rows.push(row);
    groups.set(text, group);
  }
  const sorted = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, group]) => ({ ...group.key, ...figuresOf(group.rows) }));
}
