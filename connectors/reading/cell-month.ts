/** `2024-03`, `2024/3`, `2024年3月`, `202403`; with a first day after it where a spreadsheet made a date of the month. */
const SHAPES = [
  /^(\d{4})-(\d{1,2})(?:-0?1)?$/,
  /^(\d{4})\/(\d{1,2})(?:\/0?1)?$/,
  /^(\d{4})年(\d{1,2})月(?:0?1日)?$/,
  /^(\d{4})(\d{2})$/,
];

/** A calendar month in one of the shapes met in exports, as `YYYY-MM`; undefined when it is none. */
export function readMonth(text: string): string | undefined {
  for (const shape of SHAPES) {
    const [, year, month = ''] = shape.exec(text) ?? [];
    if (year === undefined) continue;
    return Number(month) >= 1 && Number(month) <= 12 ? `${year}-${month.padStart(2, '0')}` : undefined;
  }
  return undefined;
}
