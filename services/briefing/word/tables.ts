import {
  AlignmentType,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { TableBlock, TableColumn, TableRow as Row } from '../briefing-document.js';
import { FONT, SIZE, TEXT_WIDTH } from './official-format.js';
import { noteParagraph, run } from './paragraphs.js';
import { STYLE } from './styles.js';

/** Tables up to this many rows stay on one page; longer ones may break, between rows and with their heading again. */
const KEEP_TOGETHER = 8;

/** Rows before and after a break, at least: fewer look lost. */
const AT_AN_END = 4;

const SPACING = { line: 300, lineRule: LineRuleType.EXACT, before: 20, after: 20 };
const MARGINS = { left: 30, right: 60, top: 20, bottom: 20 };
const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const;

/** Caption with the table's number, table, notes. */
export function tableWithCaption(block: TableBlock & { readonly number: string }): (Paragraph | Table)[] {
  return [
    new Paragraph({
      style: STYLE.table,
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { line: 400, lineRule: LineRuleType.EXACT, before: 160, after: 80 },
      children: [run(`${block.number}\u3000${block.caption}`, { font: FONT.heading1, size: SIZE.caption })],
    }),
    table(block),
    ...block.notes.map((note, index) => noteParagraph(note, index === block.notes.length - 1)),
  ];
}

function table(block: TableBlock): Table {
  const widths = columnWidths(block.columns);
  const together = block.mayBreak !== true && block.rows.length <= KEEP_TOGETHER;
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    margins: MARGINS,
    rows: [
      ...headingRows(block.columns, widths),
      ...block.rows.map((row, index) => bodyRow(row, block.columns, widths, together || isAtAnEnd(block, index))),
    ],
  });
}

/** The last rows, 合计 among them, are kept with the note under them; rows of long texts only by twos. */
function isAtAnEnd({ rows, mayBreak = false }: TableBlock, index: number): boolean {
  const atTheEnd = mayBreak ? 2 : AT_AN_END;
  return index >= rows.length - atTheEnd || (!mayBreak && index < AT_AN_END - 1);
}

/** Whole twips that add up to the text block. */
function columnWidths(columns: readonly TableColumn[]): number[] {
  const sum = columns.reduce((total, { width }) => total + width, 0);
  const widths = columns.map(({ width }) => Math.floor((width * TEXT_WIDTH) / sum));
  const rest = TEXT_WIDTH - widths.reduce((total, width) => total + width, 0);
  return widths.map((width, index) => (index === 0 ? width + rest : width));
}

/** One row, or two when columns share a band; repeated on each page. */
function headingRows(columns: readonly TableColumn[], widths: readonly number[]): TableRow[] {
  const banded = columns.some(({ band }) => band !== undefined);
  if (!banded) return [headingRow(columns.map(({ label }, index) => headingCell(label, widths[index])))];
  const top = columns.flatMap(({ label, band }, index) => {
    if (band === undefined) return [headingCell(label, widths[index], { rowSpan: 2 })];
    if (columns[index - 1]?.band === band) return [];
    const span = columns.filter((column) => column.band === band).length;
    return [headingCell(band, sum(widths.slice(index, index + span)), { columnSpan: span })];
  });
  const below = columns.flatMap(({ label, band }, index) =>
    band === undefined ? [] : [headingCell(label, widths[index])],
  );
  return [headingRow(top), headingRow(below)];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const headingRow = (children: TableCell[]): TableRow =>
  new TableRow({ tableHeader: true, cantSplit: true, keepNext: true, children });

function headingCell(label: string, width = 0, span: { rowSpan?: number; columnSpan?: number } = {}): TableCell {
  return new TableCell({
    ...span,
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: MARGINS,
    children: [
      new Paragraph({
        style: STYLE.table,
        alignment: AlignmentType.CENTER,
        spacing: SPACING,
        children: [run(label, { font: FONT.heading1, size: SIZE.table })],
      }),
    ],
  });
}

function bodyRow(row: Row, columns: readonly TableColumn[], widths: readonly number[], keepNext: boolean): TableRow {
  return new TableRow({
    cantSplit: true,
    keepNext,
    children: row.cells.map(({ text }, index) => bodyCell(text, row.role, columns[index], widths[index])),
  });
}

function bodyCell(text: string, role: Row['role'], column: TableColumn | undefined, width = 0): TableCell {
  const isLabel = column?.align === 'left';
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: MARGINS,
    children: [
      new Paragraph({
        style: STYLE.table,
        alignment: ALIGN[column?.align ?? 'left'],
        spacing: SPACING,
        ...(role === 'child' && isLabel ? { indent: { left: 10 * SIZE.table } } : {}),
        children: [
          run(text, { font: role === 'group' || role === 'total' ? FONT.heading1 : FONT.body, size: SIZE.table }),
        ],
      }),
    ],
  });
}
