/** Signatures, and where the MS-DOS time and date stand after them (APPNOTE.TXT 4.3.7, 4.3.12). */
const LOCAL_HEADER = { signature: 0x04034b50, time: 10 };
const CENTRAL_HEADER = { signature: 0x02014b50, time: 12, lengths: 28, localOffset: 42, size: 46 };
const END_OF_DIRECTORY = { signature: 0x06054b50, size: 22, entries: 10, offset: 16 };
/** 1980-01-01 00:00:00, the first moment that a zip file can name: date in the upper half. */
const DOS_EPOCH = 0x0021_0000;

/** The zip library stamps every member with the clock; this takes the stamps out, in a copy. */
export function withoutClock(zip: Buffer): Buffer {
  const copy = Buffer.from(zip);
  const end = copy.length - END_OF_DIRECTORY.size;
  expectSignature(copy, end, END_OF_DIRECTORY.signature);
  let at = copy.readUInt32LE(end + END_OF_DIRECTORY.offset);
  for (let left = copy.readUInt16LE(end + END_OF_DIRECTORY.entries); left > 0; left -= 1) {
    expectSignature(copy, at, CENTRAL_HEADER.signature);
    const local = copy.readUInt32LE(at + CENTRAL_HEADER.localOffset);
    expectSignature(copy, local, LOCAL_HEADER.signature);
    copy.writeUInt32LE(DOS_EPOCH, at + CENTRAL_HEADER.time);
    copy.writeUInt32LE(DOS_EPOCH, local + LOCAL_HEADER.time);
    const [name, extra, comment] = [0, 2, 4].map((field) => copy.readUInt16LE(at + CENTRAL_HEADER.lengths + field));
    at += CENTRAL_HEADER.size + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return copy;
}

function expectSignature(zip: Buffer, at: number, signature: number): void {
  const found = zip.readUInt32LE(at);
  if (found === signature) return;
  throw new Error(
    `The packed document is not laid out as expected: signature ${signature.toString(16)} expected at byte ${at}, found ${found.toString(16)}. Has the docx library changed how it zips?`,
  );
}
