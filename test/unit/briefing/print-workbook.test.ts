import exceljs from 'exceljs';
import type { BriefingDocument } from '../../../services/briefing/briefing-document.js';
import { composeBriefing } from '../../../services/briefing/compose-briefing.js';
import { harmless, printWorkbook } from '../../../services/briefing/workbook/print-workbook.js';
import { briefingInput } from './briefing-input.js';

const briefing = composeBriefing(briefingInput(() => 31));

async function opened(document: BriefingDocument): Promise<exceljs.Workbook> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load((await printWorkbook(document)).buffer as ArrayBuffer);
  return workbook;
}

const tables = briefing.blocks.flatMap((block) => (block.kind === 'table' ? [block] : []));

describe('the workbook of a briefing', () => {
  it('has a list of tables, a sheet for each, and the definitions', async () => {
    const { worksheets } = await opened(briefing);
    expect(worksheets).toHaveLength(tables.length + 1);
    expect(worksheets[0]?.name).toBe('目录');
    expect(worksheets.map(({ name }) => name)).toContain('口径');
  });

  it('holds the numbers of the document as numbers, its dashes and words as texts', async () => {
    const { worksheets } = await opened(briefing);
    tables.forEach((table, at) => {
      const headings = table.columns.some(({ band }) => band !== undefined) ? 3 : 2;
      table.rows.forEach(({ cells }, row) => {
        const values = cells.map((_, column) => worksheets[at + 1]?.getCell(headings + row + 1, column + 1).value);
        expect(values).toEqual(cells.map(({ value, text }) => value ?? harmless(text)));
      });
    });
  });

  it.each(['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', '\r=1'])('never lets %j be a formula', async (text) => {
    const evil: BriefingDocument = {
      ...briefing,
      blocks: [
        {
          kind: 'table',
          caption: text,
          columns: [{ label: text, width: 1, align: 'left' }],
          rows: [{ role: 'plain', cells: [{ text }] }],
          notes: [text],
        },
      ],
    };
    const sheet = (await opened(evil)).worksheets[1];
    for (const row of [2, 3, 4]) {
      const { value } = sheet?.getCell(row, 1) ?? {};
      expect(String(value)).toMatch(/^'/);
    }
  });

  it('is the same, byte for byte, each time', async () => {
    expect((await printWorkbook(briefing)).equals(await printWorkbook(briefing))).toBe(true);
  });
});
