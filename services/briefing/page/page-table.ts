import type { TableColumn, TableRow } from '../briefing-document.js';
import type { Cell, FigureReference } from '../cell.js';
import type { NumberedBlock } from '../numbered-blocks.js';
import { escapeHtml } from './escape-html.js';

type NumberedTable = Extract<NumberedBlock, { kind: 'table' }>;

export type TablePrinter = (table: NumberedTable) => string;

/** `indicatorId/year/key`, without what an id may not contain. */
export const anchorOf = ({ indicator, year, key }: Pick<FigureReference, 'indicator' | 'year' | 'key'>): string =>
  `${indicator}/${year}/${key}`.replace(/\s/g, '_');

/** Prints the tables of one page: a figure that stands in several has its anchor where it stands first. */
export function createTablePrinter(): TablePrinter {
  const anchors = new Set<string>();
  const row = ({ columns }: NumberedTable, { cells, role }: TableRow): string =>
    `<tr class="${role}">${cells.map((cell, index) => bodyCell(cell, columns[index], index, anchors)).join('')}</tr>`;
  return (table) =>
    `<section class="table" id="${table.number}"><table>\n<caption>${escapeHtml(`${table.number}\u3000${table.caption}`)}</caption>\n` +
    `<thead>${headings(table.columns)}</thead>\n<tbody>\n${table.rows.map((each) => row(table, each)).join('\n')}\n</tbody></table>` +
    `${table.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('')}</section>`;
}

function headings(columns: readonly TableColumn[]): string {
  if (columns.every(({ band }) => band === undefined)) {
    return `<tr>${columns.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`).join('')}</tr>`;
  }
  const top = columns.map(({ label, band }, index) => {
    if (band === undefined) return `<th scope="col" rowspan="2">${escapeHtml(label)}</th>`;
    if (columns[index - 1]?.band === band) return '';
    const span = columns.filter((column) => column.band === band).length;
    return `<th scope="colgroup" colspan="${span}">${escapeHtml(band)}</th>`;
  });
  const below = columns.map(({ label, band }) =>
    band === undefined ? '' : `<th scope="col">${escapeHtml(label)}</th>`,
  );
  return `<tr>${top.join('')}</tr><tr>${below.join('')}</tr>`;
}

function bodyCell(cell: Cell, column: TableColumn | undefined, index: number, anchors: Set<string>): string {
  const attributes = `class="${column?.align ?? 'left'}"${cell.figure ? anchor(cell.figure, anchors) : ''}`;
  const text = escapeHtml(cell.text);
  return index === 0 ? `<th scope="row" ${attributes}>${text}</th>` : `<td ${attributes}>${text}</td>`;
}

/** Where the number comes from, for whoever follows it: the anchor and the measure lead to the drill-down. */
function anchor(figure: FigureReference, anchors: Set<string>): string {
  const name = anchorOf(figure);
  const id = anchors.has(name) ? '' : ` id="${escapeHtml(name)}"`;
  anchors.add(name);
  return `${id} data-figure="${escapeHtml(name)}" data-measure="${escapeHtml(figure.measure)}"`;
}
