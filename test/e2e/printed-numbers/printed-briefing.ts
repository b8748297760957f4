import { readFileSync } from 'node:fs';
import exceljs from 'exceljs';
import { zipMembers } from '../../unit/briefing/zip-members.js';

export type PrintedCell = {
  readonly text: string;
  /** Where the page says that the number comes from: indicator, year and key, and the measure. */
  readonly figure?: {
    readonly indicator: string;
    readonly year: number;
    readonly key: string;
    readonly measure: string;
  };
};

export type PrintedTable = {
  readonly caption: string;
  /** With the band over them, if there is one. */
  readonly headings: readonly string[];
  readonly rows: readonly (readonly PrintedCell[])[];
};

export type PrintedBriefing = { readonly tables: readonly PrintedTable[]; readonly paragraphs: readonly string[] };

/** What the page prints: tables cell by cell; sentences, headings and notes. */
export function readPage(file: string): PrintedBriefing {
  const main = /<main>([\s\S]*)<\/main>/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  const paragraphs = [
    ...main.matchAll(/<(?:p|h\d|caption|figcaption)(?: [^>]*)?>(.*?)<\/(?:p|h\d|caption|figcaption)>/g),
  ].map((match) => textOf(match[1]));
  return {
    tables: [...main.matchAll(/<table>([\s\S]*?)<\/table>/g)].map((match) => tableOf(match[1] ?? '')),
    paragraphs,
  };
}

function tableOf(html: string): PrintedTable {
  const [head = '', body = ''] = html.split('<tbody>');
  const [top = [], below = []] = rowsIn(head).map((row) => [...row.matchAll(/<th(?<with>[^>]*)>(?<text>.*?)<\/th>/g)]);
  let under = 0;
  const headings = top.flatMap(({ groups }) => {
    const span = Number(/colspan="(\d+)"/.exec(groups?.['with'] ?? '')?.[1] ?? 0);
    const text = textOf(groups?.['text']);
    if (span === 0) return [text];
    under += span;
    return below.slice(under - span, under).map((heading) => `${text}${textOf(heading.groups?.['text'])}`);
  });
  return {
    caption: textOf(/<caption>(.*?)<\/caption>/.exec(head)?.[1]),
    headings,
    rows: rowsIn(body).map((row) =>
      [...row.matchAll(/<t[hd](?<with>[^>]*)>(?<text>.*?)<\/t[hd]>/g)].map(({ groups }) =>
        cellOf(groups?.['with'] ?? '', textOf(groups?.['text'])),
      ),
    ),
  };
}

const rowsIn = (html: string): string[] => [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map((match) => match[1] ?? '');

function cellOf(attributes: string, text: string): PrintedCell {
  const named = /data-figure="([^/"]+)\/(\d+)\/([^"]+)" data-measure="([^"]+)"/.exec(attributes);
  if (!named) return { text };
  const [, indicator = '', year, key = '', measure = ''] = named;
  return { text, figure: { indicator, year: Number(year), key, measure } };
}

/** The tables of the document, heading rows included, and its paragraphs outside of tables. */
export function readDocument(file: string): { tables: string[][][]; paragraphs: string[] } {
  const body = zipMembers(readFileSync(file)).get('word/document.xml')?.text ?? '';
  const each = (xml: string, element: string): string[] =>
    [...xml.matchAll(new RegExp(`<w:${element}(?: [^>]*)?>([\\s\\S]*?)</w:${element}>`, 'g'))].map(
      (match) => match[1] ?? '',
    );
  const written = (xml: string): string => each(xml, 't').map(textOf).join('');
  return {
    tables: each(body, 'tbl').map((table) => each(table, 'tr').map((row) => each(row, 'tc').map(written))),
    paragraphs: each(body.replace(/<w:tbl>[\s\S]*?<\/w:tbl>/g, ''), 'p').map(written),
  };
}

export type SheetValue = exceljs.CellValue;

/** Values of the sheets, the list of tables left out, rows below the caption. */
export async function readWorkbook(file: string): Promise<SheetValue[][][]> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(file);
  return workbook.worksheets.slice(1).map((sheet) => {
    const rows: SheetValue[][] = [];
    sheet.eachRow({ includeEmpty: true }, (row, number) => {
      if (number > 1) rows.push((row.values as SheetValue[]).slice(1));
    });
    return rows;
  });
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', apos: "'" };

function textOf(html = ''): string {
  return html
    .replace(/<[^>]+>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}
