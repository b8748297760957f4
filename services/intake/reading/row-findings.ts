import type { SourceColumn } from '../../../connectors/connector.js';
import type { Finding } from '../../../schemas/finding.js';

/** The row has no shape that cells could be read from. */
export function rowBroken(zh: string, en: string, remedy: string, field = ''): Finding {
  return { code: 'ROW_BROKEN', severity: 'error', field, zh, en, remedy };
}

export function numericIdentifier(column: SourceColumn): Finding {
  return {
    code: 'NUMERIC_IDENTIFIER',
    severity: 'error',
    field: column.key,
    zh: `“${column.heading}”被保存成了数字，前导零和第 15 位以后的数字可能已经丢失。`,
    en: `"${column.key}" was stored as a number: leading zeros and digits after the 15th may be lost.`,
    remedy: `请把“${column.heading}”列设为文本格式，从原系统重新取值后再报送。`,
  };
}

export function formulaCell(column: SourceColumn): Finding {
  return {
    code: 'FORMULA_CELL',
    severity: 'error',
    field: column.key,
    zh: `“${column.heading}”是公式，不是数据。`,
    en: `"${column.key}" holds a formula, not a value.`,
    remedy: `请把“${column.heading}”列复制后“选择性粘贴为数值”，再报送。`,
  };
}

export function unreadableCell(column: SourceColumn): Finding {
  return rowBroken(
    `“${column.heading}”的单元格内容无法读取。`,
    `The cell of "${column.key}" cannot be read.`,
    `请把“${column.heading}”改为普通文本或数值，不要含控制字符、图片或错误值。`,
    column.key,
  );
}

/**
 * Characters that no cell may hold: U+0000, which PostgreSQL refuses, the other controls but tab and line ends, which
 * never come from a keyboard, and halves of surrogate pairs, which are no text.
 */
const NOT_PLAIN = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

export function isPlainText(text: string): boolean {
  return !NOT_PLAIN.test(text);
}
