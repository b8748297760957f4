const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** 1 January 2026, 00:00, in the two 16-bit fields of a zip (MS-DOS) date. */
const DOS_TIME = 0;
const DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;

/**
 * The same zip with every entry dated alike: exceljs dates entries by the clock and offers no way to say otherwise, and
 * the same seed must give the same bytes.
 *
 * @throws Error when the bytes are no plain zip (no ZIP64, no comment), which only another writer would make
 */
export function withFixedZipDates(zip: Buffer): Buffer {
  const result = Buffer.from(zip);
  const end = result.length - 22;
  expectSignature(result, end, END_OF_DIRECTORY, 'end of directory');
  let entry = result.readUInt32LE(end + 16);
  for (let i = result.readUInt16LE(end + 10); i > 0; i--) {
    expectSignature(result, entry, DIRECTORY_ENTRY, 'directory entry');
    setDate(result, entry + 12);
    const local = result.readUInt32LE(entry + 42);
    expectSignature(result, local, LOCAL_HEADER, 'local header');
    setDate(result, local + 10);
    entry += 46 + result.readUInt16LE(entry + 28) + result.readUInt16LE(entry + 30) + result.readUInt16LE(entry + 32);
  }
  return result;
}

function setDate(zip: Buffer, at: number): void {
  zip.writeUInt16LE(DOS_TIME, at);
  zip.writeUInt16LE(DOS_DATE, at + 2);
}

function expectSignature(zip: Buffer, at: number, signature: number, what: string): void {
  const found = at >= 0 && at + 4 <= zip.length ? zip.readUInt32LE(at) : undefined;
  if (found === signature) return;
  throw new Error(
    `Workbook zip: expected ${what} at byte ${at} of ${zip.length}, found ${found?.toString(16) ?? 'nothing'}.`,
  );
}
