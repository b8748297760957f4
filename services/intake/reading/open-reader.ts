import type { Feed } from '../../../connectors/connector.js';
import type { BodySpool } from './body-spool.js';
import { columnIndex, type ColumnIndex } from './column-heading.js';
import { readCsv } from './csv-reader.js';
import { readJsonArray } from './json-array-reader.js';
import { readNdjson } from './ndjson-reader.js';
import {
  UnreadableBatch,
  type BatchFormat,
  type BodyLayout,
  type ReadingLimits,
  type RowReader,
  type ReadRow,
} from './row-reader.js';
import { decideEncoding, decodedText, type TextEncoding } from './text-encoding.js';
import { readXlsx } from './xlsx-reader.js';

export type OpenedBatch = {
  encoding: TextEncoding | null;
  rows: () => RowReader;
  /** Once rows have been read. */
  layout: () => BodyLayout;
};

export type ReaderOptions = { format: BatchFormat; charset: string | null; limits: ReadingLimits; xlsxWorker?: string };

type TextReader = (
  text: AsyncIterable<string>,
  index: ColumnIndex,
  limits: ReadingLimits,
  tell: (layout: BodyLayout) => void,
) => AsyncGenerator<ReadRow>;

const TEXT_READERS: Readonly<Record<Exclude<BatchFormat, 'xlsx'>, TextReader>> = {
  csv: readCsv,
  ndjson: readNdjson,
  json: readJsonArray,
};

/**
 * Chooses the reader of a spooled body. `rows` may be called again, for a transaction that is tried again.
 *
 * @throws UnreadableBatch
 */
export function openReader(spool: BodySpool, feed: Feed, options: ReaderOptions): OpenedBatch {
  const { format, limits } = options;
  const index = columnIndex(feed);
  let told: BodyLayout = { headings: null, hiddenSheets: [] };
  const layout = () => told;
  const tell = (found: BodyLayout) => {
    told = found;
  };
  if (format === 'xlsx') {
    assertSheetSize(spool.bytes, limits);
    const read = () => readXlsx(spool.open(), index, limits, tell, options.xlsxWorker);
    return { encoding: null, rows: () => limited(read(), limits), layout };
  }
  const encoding = decideEncoding(spool.encoding, options.charset, format !== 'csv');
  const read = () => TEXT_READERS[format](decodedText(spool.open(), encoding), index, limits, tell);
  return { encoding, rows: () => limited(read(), limits), layout };
}

function assertSheetSize(bytes: number, { xlsx }: ReadingLimits): void {
  if (bytes <= xlsx.bodyBytes) return;
  const limit = Math.floor(xlsx.bodyBytes / 1024 / 1024);
  throw new UnreadableBatch('BODY_TOO_LARGE', `XLSX 文件超过上限 ${limit} MiB，请分成几个文件，或改用 CSV 报送。`);
}

async function* limited(rows: AsyncIterable<ReadRow>, limits: ReadingLimits): AsyncGenerator<ReadRow> {
  for await (const row of rows) {
    if (row.rowNumber > limits.rows) {
      throw new UnreadableBatch('BODY_TOO_LARGE', `一批最多 ${limits.rows} 行，请分成几批报送。`);
    }
    yield row;
  }
}
