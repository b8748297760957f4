import { FALL_BACK } from './official-format.js';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const WORDPROCESSING = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** The docx library writes the moment of printing here; a briefing's own moment is the cut-off of its data. */
export function coreProperties(title: string, asOf: number): string {
  const moment = new Date(Math.floor(asOf / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  const dated = (element: string) => `<dcterms:${element} xsi:type="dcterms:W3CDTF">${moment}</dcterms:${element}>`;
  return (
    `${DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escapeXml(title)}</dc:title><dc:creator>工伤预防数据共享枢纽</dc:creator>` +
    `<cp:lastModifiedBy>工伤预防数据共享枢纽</cp:lastModifiedBy><cp:revision>1</cp:revision>${dated('created')}${dated('modified')}` +
    '</cp:coreProperties>'
  );
}

/** Names for each font what to take where it is missing (GB/T 9704 fonts cannot be shipped). */
export function fontTable(): string {
  const entries = Object.entries(FALL_BACK).map(
    ([name, instead]) =>
      `<w:font w:name="${escapeXml(name)}"><w:altName w:val="${escapeXml(instead)}"/><w:charset w:val="86"/></w:font>`,
  );
  return `${DECLARATION}<w:fonts xmlns:w="${WORDPROCESSING}">${entries.join('')}</w:fonts>`;
}

const escapeXml = (text: string): string => text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);

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
