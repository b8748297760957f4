import { stringItem } from './shared-strings.js';
import { sheetCell, type CellContext, type CellXml, type SheetCell } from './sheet-cell.js';
import { BrokenWorkbook } from './workbook-package.js';
import { xmlReader, type XmlHandlers } from './xml-events.js';

/** Rows of a sheet that show anything, in order; a cell of merged ones shows in the first alone. */
export async function* sheetRows(pieces: AsyncIterable<string>, context: CellContext): AsyncGenerator<SheetCell[]> {
  const { handlers, take } = rowCollector(context);
  const xml = xmlReader(handlers);
  for await (const piece of pieces) {
    xml.write(piece);
    yield* take();
  }
  xml.close();
  yield* take();
}

function rowCollector(context: CellContext): { handlers: XmlHandlers; take: () => SheetCell[][] } {
  let rows: SheetCell[][] = [];
  let row: SheetCell[] = [];
  let at = -1;
  let cell: CellXml = emptyCell();
  let inValue = false;
  const item = stringItem();
  const handlers: XmlHandlers = {
    open(name, attributes) {
      if (name === 'row') [row, at] = [[], -1];
      else if (name === 'c') {
        at = attributes['r'] === undefined ? at + 1 : columnAt(attributes['r']);
        cell = { ...emptyCell(), type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0) };
      } else if (name === 'v') [inValue, cell.value] = [true, ''];
      else if (name === 'f') cell.formula = true;
      else if (name === 'is') item.start();
      else item.open(name);
    },
    text(text) {
      if (inValue) cell.value += text;
      else item.text(text);
    },
    close(name) {
      if (name === 'v') inValue = false;
      else if (name === 'is') cell.inline = item.value();
      else if (name === 'c') setCell(row, at, sheetCell(cell, context));
      else if (name === 'row' && row.length > 0) rows.push(row);
      else item.close(name);
    },
  };
  const take = () => {
    const taken = rows;
    rows = [];
    return taken;
  };
  return { handlers, take };
}

const emptyCell = (): CellXml => ({ type: 'n', style: 0, value: null, inline: null, formula: false });

/** A row ends with its last cell that shows something. */
function setCell(row: SheetCell[], at: number, cell: SheetCell): void {
  if (cell === null) return;
  while (row.length < at) row.push(null);
  row[at] = cell;
}

/** Columns of a sheet: A to XFD. */
const COLUMNS = 16_384;

/** Number of the column of a place such as `AB12`, from 0. */
function columnAt(place: string): number {
  let column = 0;
  for (let i = 0; i < place.length; i += 1) {
    const letter = place.charCodeAt(i) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  if (column < 1 || column > COLUMNS) throw new BrokenWorkbook('NOT_A_WORKBOOK');
  return column - 1;
}
