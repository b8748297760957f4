import type exceljs from 'exceljs';

/** Loads the writer of workbooks when the first is written: it takes 25 MiB, and most processes never write one. */
export async function loadExceljs(): Promise<typeof exceljs> {
  return (await import('exceljs')).default;
}
