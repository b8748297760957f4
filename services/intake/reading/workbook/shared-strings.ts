import type { WorkbookPackage } from './workbook-package.js';
import { readXml } from './xml-events.js';

/** The texts that cells of type `s` name by number (ISO/IEC 29500-1, 18.4). */
export async function sharedStrings(file: WorkbookPackage, part: string | null): Promise<string[]> {
  const strings: string[] = [];
  if (part === null) return strings;
  const item = stringItem();
  await readXml(file.text(part), {
    open(name) {
      if (name === 'si') item.start();
      else item.open(name);
    },
    text: item.text,
    close(name) {
      if (name === 'si') strings.push(item.value());
      else item.close(name);
    },
  });
  return strings;
}

/** Gathers the text of a string item, runs of rich text together; how it is spoken (`rPh`) is no part of it. */
export function stringItem() {
  let gathered = '';
  let inText = false;
  let spoken = false;
  return {
    start: () => {
      gathered = '';
    },
    open: (name: string) => {
      if (name === 'rPh') spoken = true;
      if (name === 't' && !spoken) inText = true;
    },
    text: (text: string) => {
      if (inText) gathered += text;
    },
    close: (name: string) => {
      if (name === 'rPh') spoken = false;
      if (name === 't') inText = false;
    },
    value: () => plainString(gathered),
  };
}

/** ST_Xstring (22.9.2.19): a character that XML cannot hold stands as `_xHHHH_`. */
export function plainString(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;
}
