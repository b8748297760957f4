import type { Feed } from '../../connectors/connector.js';
import type { Row } from '../integration/intake/sample-files.js';
import type { Entry } from '../integration/intake/zip-archive.js';

const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

const relation = (type: string, target: string) =>
  `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`;

/** A workbook as its parts, plain enough for each to be spoilt by itself. */
export function workbookParts({ columns }: Feed, rows: readonly Row[]): Entry[] {
  const table = [
    columns.map(({ heading }) => heading),
    ...rows.map((row) => columns.map(({ key }) => row[key] ?? null)),
  ];
  const sheet = `<worksheet xmlns="${SHEET}"><sheetData>${table.map(rowXml).join('')}</sheetData></worksheet>`;
  const book = `<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="export" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  const parts: [string, string][] = [
    ['[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'],
    ['_rels/.rels', relation('officeDocument', 'xl/workbook.xml')],
    ['xl/workbook.xml', book],
    ['xl/_rels/workbook.xml.rels', relation('worksheet', 'worksheets/sheet1.xml')],
    ['xl/worksheets/sheet1.xml', sheet],
  ];
  return parts.map(([name, xml]) => ({ name, content: Buffer.from(xml) }));
}

function rowXml(cells: readonly (string | null)[], at: number): string {
  const inner = cells.flatMap((text, column) => (text === null ? [] : cellXml(`${letters(column)}${at + 1}`, text)));
  return `<row r="${at + 1}">${inner.join('')}</row>`;
}

const ESCAPED: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

const cellXml = (place: string, text: string) =>
  `<c r="${place}" t="inlineStr"><is><t>${text.replace(/[<>&]/g, (found) => ESCAPED[found] ?? '')}</t></is></c>`;

/** A, B … Z, AA … by the position from 0. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}
