import type { NumberShown } from './number-formats.js';
import { plainString } from './shared-strings.js';

/** Text, number, date, boolean, formula, or something that is no value. */
export type SheetCellKind = 't' | 'n' | 'd' | 'b' | 'f' | 'x';
/** A cell on its way from the child process; null = empty. */
export type SheetCell = [text: string, kind: SheetCellKind] | null;

/** What the XML of a cell says (ISO/IEC 29500-1, 18.3.1.4). */
export type CellXml = {
  /** `t`: the type of the value, a number by default. */
  type: string;
  style: number;
  /** Text of `v`; null where there is none. */
  value: string | null;
  /** Text of `is`; null where there is none. */
  inline: string | null;
  formula: boolean;
};

export type CellContext = { strings: readonly string[]; shown: readonly NumberShown[]; date1904: boolean };

/** What a cell shows, as text: a date as ISO, with its time only when its format shows one. */
export function sheetCell({ formula, ...cell }: CellXml, context: CellContext): SheetCell {
  const shown = valueShown(cell, context);
  return formula ? [shown?.[0] ?? '', 'f'] : shown;
}

/** Of a formula: what it came to when the workbook was saved. */
function valueShown({ type, style, value, inline }: Omit<CellXml, 'formula'>, context: CellContext): SheetCell {
  if (type === 'inlineStr') return text(inline ?? '');
  if (value === null) return null;
  switch (type) {
    case 's':
      return text(context.strings[Number(value)] ?? '');
    case 'str':
      return text(plainString(value));
    case 'b':
      return [value === '1' || value === 'true' ? '是' : '否', 'b'];
    case 'd':
      return isoDate(value);
    case 'n':
      return number(value, context.shown[style] ?? 'number', context.date1904);
    default:
      return ['', 'x'];
  }
}

const text = (content: string): SheetCell => (content.trim() === '' ? null : [content, 't']);

/** Excel keeps 15 digits; what a double holds beyond them is noise (0.1 + 0.2). */
function number(value: string, shown: NumberShown, date1904: boolean): SheetCell {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed)) return ['', 'x'];
  return shown === 'number' ? [String(Number(parsed.toPrecision(15))), 'n'] : serialDate(parsed, shown, date1904);
}

const DAY_MS = 86_400_000;
/** Day 0 of the two systems; from March 1900 on, since the first one believes in a 29 February 1900 (18.17.4.1). */
const DAY_0 = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };
const FIRST_OF_MARCH_1900 = 61;

function serialDate(serial: number, shown: NumberShown, date1904: boolean): SheetCell {
  if (serial < 0 || (serial === 60 && !date1904)) return ['', 'x'];
  const days = !date1904 && serial < FIRST_OF_MARCH_1900 ? serial + 1 : serial;
  // Serials are inexact below the second.
  const at = new Date(DAY_0[date1904 ? 1904 : 1900] + Math.round((days * DAY_MS) / 1000) * 1000);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) return ['', 'x'];
  const iso = at.toISOString();
  return [shown === 'time' ? `${iso.slice(0, 10)} ${iso.slice(11, 19)}` : iso.slice(0, 10), 'd'];
}

function isoDate(value: string): SheetCell {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?)?$/.exec(value);
  if (!parts?.[1]) return ['', 'x'];
  return [parts[2] === undefined ? parts[1] : `${parts[1]} ${parts[2]}`, 'd'];
}
