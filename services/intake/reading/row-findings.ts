import type { SourceColumn } from '../../../connectors/connector.js';
import { placesOf, type Finding } from '../../../schemas/finding.js';
import { LISTED_AT, REST } from './returned-columns.js';

type Words = Pick<Finding, 'zh' | 'en' | 'remedy'>;

/** Rules of the file rather than of the record, in the words of the departments' guide; every finding below is of one. */
export const ROW_RULES = {
  ROW_BROKEN: { severity: 'error', zh: '这一行读不成一条记录。', en: 'The row cannot be read as a record.' },
  NUMERIC_IDENTIFIER: {
    severity: 'error',
    zh: '号码被保存成了数字，末尾数字可能已经丢失。',
    en: 'A number that identifies was stored as a numeric cell.',
  },
  FORMULA_CELL: { severity: 'error', zh: '单元格是公式，不是数据。', en: 'A cell holds a formula, not a value.' },
} as const satisfies Readonly<Record<string, Pick<Finding, 'severity' | 'zh' | 'en'>>>;

function rowFinding(code: keyof typeof ROW_RULES, rest: Omit<Finding, 'code' | 'severity'>): Finding {
  return { code, severity: ROW_RULES[code].severity, ...rest };
}

/** The row has no shape that cells could be read from; places are keys of the columns that have to be mended. */
export function rowBroken({ zh, en, remedy }: Words, places: readonly string[] = []): Finding {
  return rowFinding('ROW_BROKEN', { ...placesOf(places), zh, en, remedy });
}

export function numericIdentifier(column: SourceColumn): Finding {
  return rowFinding('NUMERIC_IDENTIFIER', {
    field: column.key,
    zh: `「${column.heading}」被保存成了数字，前导零和第 15 位以后的数字可能已经丢失。`,
    en: `"${column.key}" was stored as a number: leading zeros and digits after the 15th may be lost.`,
    remedy: `请从原系统重新取值，在「${column.heading}」填写${column.expects}${column.expects.includes('文本格式') ? '' : '；该列须设为文本格式'}。`,
  });
}

export function formulaCell(column: SourceColumn): Finding {
  return rowFinding('FORMULA_CELL', {
    field: column.key,
    zh: `「${column.heading}」是公式，不是数据。`,
    en: `"${column.key}" holds a formula, not a value.`,
    remedy: `请把「${column.heading}」列复制后“选择性粘贴为数值”，填写${column.expects}。`,
  });
}

export function unreadableCell(column: SourceColumn): Finding {
  return rowBroken(
    {
      zh: `「${column.heading}」的单元格内容无法读取。`,
      en: `The cell of "${column.key}" cannot be read.`,
      remedy: `请把「${column.heading}」改为普通文本或数值，不要含控制字符、图片或错误值，填写${column.expects}。`,
    },
    [column.key],
  );
}

/** The mark that a returned file puts before what could not be read still stands there. */
export function unmendedCell(column: SourceColumn): Finding {
  return rowBroken(
    {
      zh: `「${column.heading}」还没有修改：单元格中仍有退回时的标记。`,
      en: `"${column.key}" still holds the mark under which it was returned.`,
      remedy: `请在「${column.heading}」删去标记，填写${column.expects}；确实没有内容的可清空。`,
    },
    [column.key],
  );
}

/** Whether cells slipped, and from where, only the sender can see: every column may have to be changed. */
export function cellsMissing(columns: readonly SourceColumn[], found: number): Finding {
  const missing = columns.slice(found);
  return rowBroken(
    {
      zh: `本行有 ${found} 个单元格，表头有 ${columns.length} 列。`,
      en: `The row has ${found} cells; the headings have ${columns.length}.`,
      remedy: `请检查本行是否缺少逗号，从「${missing[0]?.heading ?? ''}」起补上缺少的内容，并逐列核对有无错位。`,
    },
    keysOf([...missing, ...columns.slice(0, found)]),
  );
}

export function cellsLeft(columns: readonly SourceColumn[]): Finding {
  return rowBroken(
    {
      zh: `本行的单元格比表头多，或在没有表头的列里有内容；多出的内容见「${REST.heading}」。`,
      en: 'The row has more cells than the headings, or content in a column without heading.',
      remedy: `请检查含逗号或换行的内容是否加了英文双引号，逐列核对有无错位，把多出的内容移到正确的列或删除（退回文件中清空「${REST.heading}」）。`,
    },
    [REST.key, ...keysOf(columns)],
  );
}

/** A line or an element that is no record at all. */
export function noRecord(columns: readonly SourceColumn[], { zh, en, remedy }: Words): Finding {
  const alsoInFile = `在退回文件中，请按「${REST.heading}」所列原文填写各列，然后清空「${REST.heading}」。`;
  return rowBroken({ zh, en, remedy: `${remedy}${alsoInFile}` }, [REST.key, ...keysOf(columns)]);
}

export function restLeft(columns: readonly SourceColumn[]): Finding {
  return rowBroken(
    {
      zh: `「${REST.heading}」中还有内容。`,
      en: 'What belongs to no column is still there.',
      remedy: `请把「${REST.heading}」中的内容填入正确的列，然后清空「${REST.heading}」。`,
    },
    [REST.key, ...keysOf(columns)],
  );
}

export function listingUnreadable(): Finding {
  return rowBroken(
    {
      zh: `「${LISTED_AT.heading}」已被改动，无法识别，或晚于报送当日。`,
      en: 'The moment of the list was changed: it cannot be read, or is yet to come.',
      remedy: `请恢复退回文件中「${LISTED_AT.heading}」原来的内容。`,
    },
    [LISTED_AT.key],
  );
}

const keysOf = (columns: readonly SourceColumn[]) => columns.map(({ key }) => key);

/**
 * Characters that no cell may hold: U+0000, which PostgreSQL refuses, the other controls but tab and line ends, which
 * never come from a keyboard, and halves of surrogate pairs, which are no text.
 */
const NOT_PLAIN = /[^\P{Cc}\t\n\r]|\p{Cs}/gu;

export function isPlainText(text: string): boolean {
  return text.search(NOT_PLAIN) < 0;
}

/** What can be shown of a text that is not plain. */
export function plainPart(text: string): string {
  return text.replace(NOT_PLAIN, '\ufffd');
}
