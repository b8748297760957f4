import type { Finding } from '../../schemas/finding.js';
import { resolveCode } from './cell-code.js';
import type { CellKind } from './cell-kind.js';
import type { ReadColumn } from './read-column.js';
import {
  findingIn,
  goesOutInClear,
  holdsIdentityNumber,
  isTooLong,
  MISPLACED_ID,
  READINGS,
  REQUIRED,
  TOO_LONG,
  type CellProblem,
} from './reading-rules.js';

/**
 * Reads the cells of one row and remembers every problem, so that a clerk mends a row once. A cell that cannot be read
 * is null like an empty one, and its payload paths are `unread`: nothing more is said about them.
 */
export type RowReader = {
  readonly today: string;
  readonly findings: readonly Finding[];
  readonly unread: ReadonlySet<string>;
  /** True when the row is to be rejected. */
  readonly rejected: () => boolean;
  /** Text, name, identifier or free text. */
  readonly text: (key: string) => string | null;
  /** A code or the name of a code, resolved on a day; what the list does not know stays as it is. */
  readonly code: (key: string, on: string) => string | null;
  readonly date: (key: string) => string | null;
  readonly time: (key: string) => number | null;
  readonly integer: (key: string) => number | null;
  readonly fen: (key: string) => number | null;
  readonly yesNo: (key: string) => boolean | null;
  readonly report: (key: string, problem: CellProblem) => void;
  /** Nothing is to be said about what these payload paths hold. */
  readonly leaveUnread: (...paths: readonly string[]) => void;
};

export type ReaderOptions = {
  /** By Asia/Shanghai, `YYYY-MM-DD`. */
  readonly today: string;
  /** Columns that must be filled; a retraction needs fewer than the table says. */
  readonly isRequired?: (column: ReadColumn) => boolean;
};

export function createRowReader(
  columns: readonly ReadColumn[],
  row: Readonly<Record<string, string | null>>,
  { today, isRequired = ({ required }) => required }: ReaderOptions,
): RowReader {
  const findings: Finding[] = [];
  const unread = new Set<string>();

  const report = (key: string, problem: CellProblem) => {
    const column = columnNamed(columns, key);
    // A date may be asked for twice (a code's day, the payload); its fault is told once.
    const told = findings.some(({ field, code }) => field === key && code === problem.code);
    if (!told) findings.push(findingIn(column, problem));
    if (problem.severity === 'error') leaveUnread(...pathsOf(column));
  };
  const leaveUnread = (...paths: readonly string[]) => paths.forEach((path) => unread.add(path));
  const cell = (key: string, ...kinds: readonly CellKind[]): string | null => {
    const column = columnNamed(columns, key, kinds);
    const text = row[key] || null;
    const problem = text === null ? missing(column) : problemIn(column, text);
    if (problem) report(key, problem);
    return problem ? null : text;
  };
  const missing = (column: ReadColumn) => (isRequired(column) ? REQUIRED : null);
  const problemIn = (column: ReadColumn, text: string): CellProblem | null => {
    if (isTooLong(column, text)) return TOO_LONG;
    return goesOutInClear(column) && holdsIdentityNumber(text, today) ? MISPLACED_ID : null;
  };
  const parsed = <T>(key: string, kind: keyof typeof READINGS, parse: (text: string) => T | undefined): T | null => {
    const text = cell(key, kind);
    if (text === null) return null;
    const value = parse(text);
    if (value === undefined) report(key, READINGS[kind].unreadable);
    return value ?? null;
  };

  return {
    today,
    findings,
    unread,
    rejected: () => findings.some(({ severity }) => severity === 'error'),
    text: (key) => cell(key, 'text', 'name', 'identifier', 'free-text'),
    code: (key, on) => {
      const text = cell(key, 'code');
      return text === null ? null : resolveCode(columnNamed(columns, key).codeList ?? '', text, on);
    },
    date: (key) => parsed(key, 'date', READINGS.date.parse),
    time: (key) => parsed(key, 'time', READINGS.time.parse),
    integer: (key) => parsed(key, 'integer', READINGS.integer.parse),
    fen: (key) => parsed(key, 'wan-yuan', READINGS['wan-yuan'].parse),
    yesNo: (key) => parsed(key, 'yes-no', READINGS['yes-no'].parse),
    report,
    leaveUnread,
  };
}

function pathsOf({ key, field, alsoFills = [] }: ReadColumn): readonly string[] {
  return [field ?? key, ...alsoFills];
}

/** A mapping that asks for a column which its table does not have, or in another way, is a programming error. */
function columnNamed(columns: readonly ReadColumn[], key: string, kinds?: readonly CellKind[]): ReadColumn {
  const column = columnsByKey(columns).get(key);
  if (!column)
    throw new Error(`The mapping reads column "${key}", which the feed's columns do not have. Add it there.`);
  if (kinds && !kinds.includes(column.reading)) {
    throw new Error(
      `The mapping reads column "${key}" as ${kinds.join(' or ')}, but its table says ${column.reading}.`,
    );
  }
  return column;
}

const indexes = new WeakMap<readonly ReadColumn[], ReadonlyMap<string, ReadColumn>>();

/** A row asks for each of its columns. */
function columnsByKey(columns: readonly ReadColumn[]): ReadonlyMap<string, ReadColumn> {
  const known = indexes.get(columns);
  if (known) return known;
  const index = new Map(columns.map((column) => [column.key, column]));
  indexes.set(columns, index);
  return index;
}
