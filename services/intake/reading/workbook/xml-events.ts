import { SaxesParser } from 'saxes';
import { BrokenWorkbook } from './workbook-package.js';

/** Names come without their prefix: some producers write `x:row`, and strict files have another namespace. */
export type XmlHandlers = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

/** Takes a document piece by piece and tells of it. */
export type XmlReader = { write(piece: string): void; close(): void };

/**
 * Entities that a document defines for itself are not expanded: a reference to one makes it a broken workbook.
 *
 * @throws BrokenWorkbook from `write` and `close`
 */
export function xmlReader(handlers: XmlHandlers): XmlReader {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  parser.on('opentag', ({ name, attributes }) => handlers.open(localName(name), attributes));
  parser.on('closetag', ({ name }) => handlers.close?.(localName(name)));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('error', (cause) => {
    throw new BrokenWorkbook('NOT_A_WORKBOOK', { cause });
  });
  return { write: (piece) => parser.write(piece), close: () => parser.close() };
}

/** @throws BrokenWorkbook */
export async function readXml(pieces: AsyncIterable<string>, handlers: XmlHandlers): Promise<void> {
  const reader = xmlReader(handlers);
  for await (const piece of pieces) reader.write(piece);
  reader.close();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
