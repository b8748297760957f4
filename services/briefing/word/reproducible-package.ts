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
