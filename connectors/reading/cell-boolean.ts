const ANSWERS: ReadonlyMap<string, boolean> = new Map([
  ['是', true],
  ['否', false],
  // What spreadsheets make of a typed cell, and JSON of a typed value.
  ['true', true],
  ['false', false],
]);

/** 是 or 否; undefined for anything else. */
export function readYesNo(text: string): boolean | undefined {
  return ANSWERS.get(text.toLowerCase());
}
