import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Feed } from '../../../connectors/connector.js';
import type { RecordCipher } from '../../../infra/crypto/record-cipher.js';
import type { Queryable } from '../receipts/queryable.js';
import { readRejected, readRejectedSummary } from './read-returned.js';
import { returnedCsv } from './returned-csv.js';
import { returnedCells, returnedFile, type ReturnedCell } from './returned-file.js';
import { writeReturnedWorkbook } from './returned-workbook.js';

/** A workbook of more rows is slow to open, larger than the door takes again, and grows in the writer's memory. */
export const ROWS_IN_WORKBOOK = 50_000;

export type ReturnedFormat = 'csv' | 'xlsx';

export type Returned = {
  /** Rows of the file. */
  rejected: number;
  /** Rows whose content is no longer kept, so that no file can be made. */
  purged: number;
  /** Writes the whole file and ends the stream. */
  write: (format: ReturnedFormat, stream: Writable) => Promise<void>;
};

/** The rejected rows of a batch as the department's own file, to be mended and sent again as it is. */
export async function returnRejected(
  { pool, cipher }: { pool: Queryable; cipher: RecordCipher },
  batchId: string,
  feed: Feed,
): Promise<Returned> {
  const summary = await readRejectedSummary(pool, batchId);
  const file = returnedFile(feed, summary);
  async function* rows(): AsyncGenerator<ReturnedCell[]> {
    for await (const row of readRejected(pool, cipher, batchId)) yield returnedCells(feed, file, row);
  }
  return {
    rejected: summary.rejected,
    purged: summary.purged,
    write: (format, stream) =>
      format === 'xlsx'
        ? writeReturnedWorkbook(stream, file, rows())
        : pipeline(Readable.from(returnedCsv(file, rows())), stream),
  };
}
