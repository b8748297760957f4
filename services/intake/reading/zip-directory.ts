import { inflateRawSync } from 'node:zlib';

/*
 * A zip's central directory says how large its entries are; it may lie. So sizes are summed from the directory first,
 * which is cheap, and each entry is then inflated under its own declared size, which is sure (APPNOTE.TXT 4.3.12, 4.3.16).
 */

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

export type ZipLimits = { inflatedBytes: number; ratio: number; entries: number };

export type ZipFault = 'NOT_A_ZIP' | 'TOO_LARGE' | 'RATIO_TOO_HIGH' | 'TOO_MANY_ENTRIES' | 'SIZES_LIE' | 'UNSUPPORTED';

type Entry = { method: number; packed: number; inflated: number; at: number };

/** Null when the archive keeps the limits, else what is wrong with it. */
export function zipFault(zip: Buffer, limits: ZipLimits): ZipFault | null {
  try {
    const entries = directoryOf(zip);
    if (entries.length > limits.entries) return 'TOO_MANY_ENTRIES';
    const inflated = entries.reduce((sum, entry) => sum + entry.inflated, 0);
    if (inflated > limits.inflatedBytes) return 'TOO_LARGE';
    // Small files may well shrink to a hundredth; what matters is much out of little.
    if (inflated > 1024 * 1024 && inflated > limits.ratio * zip.length) return 'RATIO_TOO_HIGH';
    return entries.map((entry) => entryFault(zip, entry)).find((fault) => fault !== null) ?? null;
  } catch {
    return 'NOT_A_ZIP';
  }
}

function directoryOf(zip: Buffer): Entry[] {
  const end = endOfDirectory(zip);
  const count = zip.readUInt16LE(end + 10);
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let number = 0; number < count; number += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError('no directory entry here');
    entries.push({
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      inflated: zip.readUInt32LE(at + 24),
      at: zip.readUInt32LE(at + 42),
    });
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

/** The record stands last, before a comment of at most 64 KiB. */
function endOfDirectory(zip: Buffer): number {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 65_535); at -= 1) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new RangeError('no end of directory');
}

function entryFault(zip: Buffer, { method, packed, inflated, at }: Entry): ZipFault | null {
  if (zip.readUInt32LE(at) !== LOCAL_HEADER) return 'NOT_A_ZIP';
  if (method === STORED) return packed === inflated ? null : 'SIZES_LIE';
  if (method !== DEFLATED) return 'UNSUPPORTED';
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  if (start + packed > zip.length) return 'NOT_A_ZIP';
  try {
    const bytes = inflateRawSync(zip.subarray(start, start + packed), { maxOutputLength: Math.max(1, inflated) });
    return bytes.length === inflated ? null : 'SIZES_LIE';
  } catch {
    return 'SIZES_LIE';
  }
}
