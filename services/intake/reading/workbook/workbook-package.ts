import type { Readable } from 'node:stream';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

/** What a workbook may not be; the reader puts each in words. */
export type WorkbookFault =
  | 'NOT_A_ZIP'
  | 'TOO_LARGE'
  | 'RATIO_TOO_HIGH'
  | 'TOO_MANY_ENTRIES'
  | 'SIZES_LIE'
  | 'UNSUPPORTED'
  | 'NOT_A_WORKBOOK'
  | 'OLD_OR_ENCRYPTED'
  | 'MACROS'
  | 'NO_VISIBLE_SHEET';

/** The workbook cannot be read, or not to its end; a value of the worker, put in words by its parent. */
export class BrokenWorkbook extends Error {
  override readonly name = 'BrokenWorkbook';

  constructor(
    readonly fault: WorkbookFault,
    options?: ErrorOptions,
  ) {
    super(fault, options);
  }
}

/** The parts of a workbook (ISO/IEC 29500-2: an OPC package, a zip), found by name and inflated as they are read. */
export type WorkbookPackage = {
  has(part: string): boolean;
  /** Text of a part, piece by piece. @throws BrokenWorkbook */
  text(part: string): AsyncGenerator<string>;
};

export type PackageLimits = { inflatedBytes: number; ratio: number; entries: number };

/**
 * A zip's directory says how large its entries are; it may lie. Its sums are checked before anything is inflated, which
 * is cheap, and yauzl ends an entry that inflates to more or less than the directory said (APPNOTE.TXT 4.3.12).
 *
 * @throws BrokenWorkbook
 */
export async function openPackage(zip: Buffer, limits: PackageLimits): Promise<WorkbookPackage> {
  const file = await opened(zip);
  const entries = await entriesOf(file, limits.entries);
  const inflated = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (inflated > limits.inflatedBytes) throw new BrokenWorkbook('TOO_LARGE');
  // Small files may well shrink to a hundredth; what matters is much out of little.
  if (inflated > 1024 * 1024 && inflated > limits.ratio * zip.length) throw new BrokenWorkbook('RATIO_TOO_HIGH');
  return {
    has: (part) => entries.has(part),
    text: (part) => textOf(file, entries.get(part)),
  };
}

/** First bytes of a compound file: a workbook of Excel 97–2003, or one behind a password ([MS-OFFCRYPTO] 2.3.2). */
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

async function opened(zip: Buffer): Promise<ZipFile> {
  if (zip.subarray(0, COMPOUND_FILE.length).equals(COMPOUND_FILE)) throw new BrokenWorkbook('OLD_OR_ENCRYPTED');
  try {
    return await fromBufferPromise(zip, { lazyEntries: true, autoClose: false });
  } catch (cause) {
    throw new BrokenWorkbook('NOT_A_ZIP', { cause });
  }
}

async function entriesOf(file: ZipFile, most: number): Promise<Map<string, Entry>> {
  if (file.entryCount > most) throw new BrokenWorkbook('TOO_MANY_ENTRIES');
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of file.eachEntry()) entries.set(entry.fileName, entry);
  } catch (cause) {
    throw new BrokenWorkbook('NOT_A_ZIP', { cause });
  }
  return entries;
}

async function* textOf(file: ZipFile, entry: Entry | undefined): AsyncGenerator<string> {
  if (!entry) throw new BrokenWorkbook('NOT_A_WORKBOOK');
  if (!entry.canDecodeFileData()) throw new BrokenWorkbook('UNSUPPORTED');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const stream: Readable = await file.openReadStreamPromise(entry);
    for await (const piece of stream as AsyncIterable<Buffer>) yield decoder.decode(piece, { stream: true });
  } catch (cause) {
    throw new BrokenWorkbook(cause instanceof TypeError ? 'NOT_A_WORKBOOK' : 'SIZES_LIE', { cause });
  }
}
