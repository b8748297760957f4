/*
 * Terminology. Rejected rows are *returned* as the department's own file: its columns and cells, and columns of ours
 * after them. Mended, the file is sent again as it is, so every reader knows our columns: some it passes over, one must
 * have been emptied, one says of which list the rows are.
 */

export type ReturnedColumn = { readonly key: ReturnedKey; readonly heading: string };
type ReturnedKey = 'returnedReason' | 'returnedRemedy' | 'returnedColumns' | 'returnedRest' | 'returnedListedAt';

const column = (key: ReturnedKey, heading: string): ReturnedColumn => ({ key, heading });

/** Why the row was rejected. */
export const REASON = column('returnedReason', '原因');
export const REMEDY = column('returnedRemedy', '如何修改');
/** Headings of the columns in which the fault may lie. */
export const TO_CHANGE = column('returnedColumns', '需修改的列');
/** What belonged to no column: a line that is no record, cells beyond the headings. */
export const REST = column('returnedRest', '未能识别的内容');
/** The moment of the list of which the rows are, in feeds whose version basis it is. */
export const LISTED_AT = column('returnedListedAt', '导出时点（请勿修改）');

export const RETURNED_COLUMNS: readonly ReturnedColumn[] = [REASON, REMEDY, TO_CHANGE, REST, LISTED_AT];

/** Stands before what a cell held that could not be read; as long as it stands there, the cell has not been mended. */
export const UNMENDED = '【待修改】';

/**
 * The export that a row comes from. A mended row says what held when its list was exported, not when it was mended: in
 * between, another list may have said more.
 */
export type Listing = {
  /** Epoch milliseconds. */
  readonly asOf: number;
  /** Somebody declared it; otherwise it is the moment of acceptance. */
  readonly declared: boolean;
};

const UNDECLARED = '（未声明）';
const SHANGHAI_MS = 8 * 3_600_000;

/** The cell under {@link LISTED_AT}, exact to the millisecond. */
export function listingText({ asOf, declared }: Listing): string {
  const iso = new Date(asOf + SHANGHAI_MS).toISOString().replace('Z', '+08:00');
  return declared ? iso : iso + UNDECLARED;
}

/** @returns undefined when the cell holds something else */
export function readListing(text: string): Listing | undefined {
  const listing = { asOf: Date.parse(text.replace(UNDECLARED, '')), declared: !text.endsWith(UNDECLARED) };
  // What Date.parse takes for another moment, such as 30 February, is not what was written.
  return !Number.isNaN(listing.asOf) && listingText(listing) === text ? listing : undefined;
}
