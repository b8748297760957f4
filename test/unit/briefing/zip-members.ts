import { inflateRawSync } from 'node:zlib';

/** Name → content of a zip file, with the DOS time and date of each member; enough for what an Office library writes. */
export function zipMembers(zip: Buffer): Map<string, { text: string; stamp: number }> {
  const members = new Map<string, { text: string; stamp: number }>();
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, stamp, packed] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 12), zip.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + packed);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    members.set(name, { text: (method === 0 ? bytes : inflateRawSync(bytes)).toString('utf8'), stamp });
    at += 46 + nameLength + extra + comment;
  }
  return members;
}
