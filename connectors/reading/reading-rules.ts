import { withExpectation } from '../connector-columns.js';
import type { FeedRule } from '../connector.js';
import { looksLikeResidentIdentityNumber } from '../../schemas/identifiers/resident-identity-number.js';
import { placesOf, type Finding } from '../../schemas/finding.js';
import { readYesNo } from './cell-boolean.js';
import { readDate } from './cell-date.js';
import { readWanYuanAsFen } from './cell-money.js';
import { readInteger } from './cell-number.js';
import { readTime } from './cell-time.js';
import type { CellKind } from './cell-kind.js';
import type { ReadColumn } from './read-column.js';

/** What a mapping may find in a cell: the words are made for the column, the value is never among them. */
export type CellProblem = {
  readonly code: string;
  readonly severity: Finding['severity'];
  /** Reason, without the heading. */
  readonly zh: string;
  readonly en: string;
  /** What to do; absent: fill in what the column expects. */
  readonly remedy?: string;
  /** Keys of other columns in which the fault may lie. */
  readonly alsoIn?: readonly string[];
};

export const REQUIRED: CellProblem = {
  code: 'REQUIRED_MISSING',
  severity: 'error',
  zh: '为必填项，不能为空',
  en: 'is required',
};

/** Promise 6: nothing that goes out in clear may hold a person's number. */
export const MISPLACED_ID: CellProblem = {
  code: 'ID_NUMBER_MISPLACED',
  severity: 'error',
  zh: '含有公民身份号码，该列内容不加密，不得填写个人身份信息',
  en: 'holds a resident identity number; the column is not sealed',
};

/** Beyond these a cell holds something else than its column says; PostgreSQL indexes keys of up to 2,700 bytes. */
const LONGEST: Partial<Record<CellKind, number>> = { text: 500, name: 200, identifier: 50, 'free-text': 20_000 };

export const TOO_LONG: CellProblem = {
  code: 'TEXT_TOO_LONG',
  severity: 'error',
  zh: '内容过长（一般不超过500字，名称200字，号码50字，自由文本20000字）',
  en: 'is too long (500 characters; names 200, numbers 50, free text 20,000)',
};

/** A parser answers undefined for a text that it cannot read. */
type CellReading = { readonly parse: (text: string) => unknown; readonly unreadable: CellProblem };

const unreadable = (code: string, zh: string, en: string): CellProblem => ({ code, severity: 'error', zh, en });

export const READINGS = {
  date: {
    parse: readDate,
    unreadable: unreadable('DATE_UNREADABLE', '不是可识别的日期', 'is not a date that can be read'),
  },
  time: {
    parse: readTime,
    unreadable: unreadable('TIME_UNREADABLE', '不是可识别的日期和时间', 'is not a date and time that can be read'),
  },
  integer: {
    parse: readInteger,
    unreadable: unreadable('NUMBER_UNREADABLE', '不是可识别的整数', 'is not a whole number that can be read'),
  },
  'wan-yuan': {
    parse: readWanYuanAsFen,
    unreadable: unreadable(
      'NUMBER_UNREADABLE',
      '不是可识别的金额，或小数超过6位',
      'is not an amount that can be read, or holds parts of a fen',
    ),
  },
  'yes-no': {
    parse: readYesNo,
    unreadable: unreadable('BOOLEAN_UNREADABLE', '不是“是”或“否”', 'is neither 是 nor 否'),
  },
} as const satisfies Partial<Record<CellKind, CellReading>>;

const CLEAR_KINDS: ReadonlySet<CellKind> = new Set(['text', 'name', 'code']);

/** Length in UTF-16 units: what is counted is storage, not reading. */
export function isTooLong({ reading }: ReadColumn, text: string): boolean {
  return text.length > (LONGEST[reading] ?? Number.POSITIVE_INFINITY);
}

/** A code, date or number of more characters than this is none. */
const LONGEST_VALUE = 500;

/** So many characters of a cell tell all there is to say of it: what is longer is too long, or cannot be read. */
export function tellingLength(reading: CellKind | undefined): number {
  return 1 + ((reading && LONGEST[reading]) ?? LONGEST_VALUE);
}

/** Cells that reach an event or its header as they are. */
export function goesOutInClear({ reading, personal }: ReadColumn): boolean {
  return CLEAR_KINDS.has(reading) && personal !== true;
}

export function holdsIdentityNumber(text: string, today: string): boolean {
  return looksLikeResidentIdentityNumber(text, { on: today });
}

/** The finding in the words of its column. */
export function findingIn(column: Pick<ReadColumn, 'key' | 'heading' | 'expects'>, problem: CellProblem): Finding {
  const { code, severity, zh, en, remedy, alsoIn = [] } = problem;
  return {
    code,
    severity,
    ...placesOf([column.key, ...alsoIn]),
    zh: `「${column.heading}」${zh}。`,
    en: `${column.key} ${en}.`,
    remedy: remedy === undefined ? `请在「${column.heading}」填写${column.expects}。` : withExpectation(column, remedy),
  };
}

/** The rules that follow from how the columns are read, one for each code, over the columns it may be found in. */
export function readingRules(columns: readonly ReadColumn[]): FeedRule[] {
  const byRule = new Map<CellProblem, string[]>();
  for (const column of columns) {
    for (const problem of problemsOf(column)) byRule.set(problem, [...(byRule.get(problem) ?? []), column.key]);
  }
  return [...byRule].map(([problem, fields]) => declared(problem, fields));
}

/** A problem as a rule of the feed, over the columns in which it may be found. */
export function declared({ code, severity, zh, en }: CellProblem, fields: readonly string[]): FeedRule {
  return { code, severity, fields, zh: `该列${zh}。`, en: `The cell ${en}.` };
}

function problemsOf(column: ReadColumn): CellProblem[] {
  const problems: CellProblem[] = [];
  if (column.required) problems.push(REQUIRED);
  if (column.reading in READINGS) problems.push(READINGS[column.reading as keyof typeof READINGS].unreadable);
  if (goesOutInClear(column)) problems.push(MISPLACED_ID);
  if (LONGEST[column.reading] !== undefined) problems.push(TOO_LONG);
  return problems;
}
