/*
 * A CSV that goes back to a clerk is opened with a spreadsheet, which takes what begins like a formula for one, and what
 * looks like a number or a date for one: 18 digits lose their end, 014 its zero, and 14-1 becomes a day in January. An
 * apostrophe before such a cell keeps it as it is; reading the file again takes it off.
 */

const GUARD = "'";

/** Begins like a formula, also in full width (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** What a spreadsheet would not give back as it was: leading zeros, long numbers, powers, day-month and year-month. */
const CHANGED = /^(0\d+|\d{12,}|\d+(\.\d+)?[eE][+-]?\d+|\d{1,4}[-/]\d{1,2})$/;

/** The cell as it is written; whatever it holds, {@link unguarded} gives it back. */
export function guarded(text: string): string {
  return text.startsWith(GUARD) || FORMULA.test(text) || CHANGED.test(text.trim()) ? GUARD + text : text;
}

export function unguarded(text: string): string {
  return text.startsWith(GUARD) ? text.slice(GUARD.length) : text;
}
