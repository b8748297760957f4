import type { Cell, CellValue } from 'exceljs';

/** Text, number, date, boolean, formula, or something that is no value. */
export type XlsxCellKind = 't' | 'n' | 'd' | 'b' | 'f' | 'x';
/** A cell on its way from the child process; null = empty. */
export type XlsxCell = [text: string, kind: XlsxCellKind] | null;

/** What a cell shows, as text: a date as ISO, to the minute only when its format shows a time. */
export function xlsxCell(cell: Cell): XlsxCell {
  return cellOf(cell.value, /h/i.test(cell.numFmt ?? ''));
}

export function cellOf(value: CellValue, showsTime: boolean): XlsxCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return [String(value), 'n'];
  if (typeof value === 'boolean') return [value ? '是' : '否', 'b'];
  if (value instanceof Date) return dateCell(value, showsTime);
  if ('formula' in value || 'sharedFormula' in value) return ['', 'f'];
  if ('richText' in value) return text(value.richText.map((part) => part.text).join(''));
  if ('hyperlink' in value) return text(linkText(value.text));
  return ['', 'x'];
}

const text = (content: string): XlsxCell => (content.trim() === '' ? null : [content, 't']);

/** exceljs passes on rich text under a link as it is, whatever its types say. */
function linkText(content: unknown): string {
  if (typeof content === 'string') return content;
  const { richText } = (content ?? {}) as { richText?: { text: string }[] };
  return (richText ?? []).map((part) => part.text).join('');
}

/** exceljs makes UTC readings of the sheet's wall clock, 1904 system included; serials are inexact below the second. */
function dateCell(value: Date, showsTime: boolean): XlsxCell {
  if (Number.isNaN(value.getTime())) return ['', 'x'];
  const iso = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString();
  return [showsTime ? `${iso.slice(0, 10)} ${iso.slice(11, 19)}` : iso.slice(0, 10), 'd'];
}
