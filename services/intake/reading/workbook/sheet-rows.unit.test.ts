import fc from 'fast-check';
import { shownBy } from './number-formats.js';
import { sheetCell, type CellXml, type SheetCell } from './sheet-cell.js';
import { sheetRows } from './sheet-rows.js';

const context = { strings: ['认定工伤'], shown: ['number', 'date', 'time'] as const, date1904: false };

async function rowsOf(xml: string, cuts: readonly number[] = []): Promise<SheetCell[][]> {
  const places = [0, ...cuts, xml.length];
  async function* pieces() {
    for (let i = 1; i < places.length; i += 1) yield xml.slice(places[i - 1], places[i]);
  }
  const rows: SheetCell[][] = [];
  for await (const row of sheetRows(pieces(), context)) rows.push(row);
  return rows;
}

const SHEET = `<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>
<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="inlineStr"><x:is><x:r><x:t>长</x:t></x:r><x:r><x:t>春</x:t></x:r>
<x:rPh sb="0" eb="1"><x:t>chang</x:t></x:rPh></x:is></x:c></x:row>
<x:row r="2"><x:c r="A2"/><x:c r="B2" s="1"/></x:row>
<x:row r="9"><x:c><x:v>12</x:v></x:c><x:c><x:f>A1+1</x:f><x:v>13</x:v></x:c><x:c t="str"><x:v>&lt;_x0041_&amp;</x:v></x:c></x:row>
</x:sheetData><x:mergeCells/></x:worksheet>`;

const EXPECTED = [
  [['认定工伤', 't'], null, ['长春', 't']],
  [
    ['12', 'n'],
    ['13', 'f'],
    ['<A&', 't'],
  ],
];

test('rows are those that show something, whatever the prefix and wherever the pieces end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(SHEET.length), { maxLength: 20 }), async (cuts) => {
      expect(
        await rowsOf(
          SHEET,
          [...cuts].sort((a, b) => a - b),
        ),
      ).toEqual(EXPECTED);
    }),
  );
});

test.each([
  ['an entity of its own', '<!DOCTYPE w [<!ENTITY a "aa">]><w><row><c t="str"><v>&a;</v></c></row></w>'],
  ['a column beyond XFD', '<w><row><c r="XFE1"><v>1</v></c></row></w>'],
  ['an end too early', '<w><row><c r="A1"><v>1</v>'],
])('a sheet with %s is broken', async (_, xml) => {
  await expect(rowsOf(xml)).rejects.toMatchObject({ fault: 'NOT_A_WORKBOOK' });
});

const cell = (xml: Partial<CellXml>): CellXml => ({
  ...{ type: 'n', style: 0, value: null, inline: null, formula: false },
  ...xml,
});

test.each<[Partial<CellXml>, SheetCell, boolean?]>([
  [{ value: '0.30000000000000004' }, ['0.3', 'n']],
  [{ value: '1E3' }, ['1000', 'n']],
  [{ value: 'x' }, ['', 'x']],
  [{ value: '45356', style: 1 }, ['2024-03-05', 'd']],
  [{ value: '43894', style: 1 }, ['2024-03-05', 'd'], true],
  [{ value: '45356.628472222', style: 2 }, ['2024-03-05 15:05:00', 'd']],
  [{ value: '45356.628472222', style: 1 }, ['2024-03-05', 'd']],
  [{ value: '1', style: 1 }, ['1900-01-01', 'd']],
  [{ value: '59', style: 1 }, ['1900-02-28', 'd']],
  [{ value: '60', style: 1 }, ['', 'x']],
  [{ value: '61', style: 1 }, ['1900-03-01', 'd']],
  [{ value: '0', style: 1 }, ['1904-01-01', 'd'], true],
  [{ value: '-1', style: 1 }, ['', 'x']],
  [{ value: '99999999', style: 1 }, ['', 'x']],
  [{ type: 'd', value: '2024-03-05T15:05:00.000' }, ['2024-03-05 15:05:00', 'd']],
  [{ type: 'd', value: '5 March' }, ['', 'x']],
  [{ type: 'b', value: '1' }, ['是', 'b']],
  [{ type: 'b', value: '0' }, ['否', 'b']],
  [{ type: 'e', value: '#REF!' }, ['', 'x']],
  [{ type: 's', value: '0' }, ['认定工伤', 't']],
  [{ type: 'str', value: ' ' }, null],
  [{ value: null, style: 1 }, null],
])('%j shows %j', (xml, shown, date1904 = false) => {
  expect(sheetCell(cell(xml), { ...context, date1904 })).toEqual(shown);
});

test.each([
  [0, undefined, 'number'],
  [14, undefined, 'date'],
  [22, undefined, 'time'],
  [31, undefined, 'date'],
  [176, 'yyyy"年"m"月"d"日";@', 'date'],
  [177, '[$-804]yyyy/m/d h:mm', 'time'],
  [178, '[h]:mm', 'time'],
  [179, '#,##0.00_);[Red]\\(#,##0.00\\)', 'number'],
  [180, '0.00"days"', 'number'],
  [181, 'General', 'number'],
  [182, '@', 'number'],
] as const)('format %i %j shows a %s', (id, code, shown) => {
  expect(shownBy(id, code)).toBe(shown);
});
