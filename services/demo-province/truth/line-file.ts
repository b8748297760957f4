import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/** A file of one JSON value a line that grows while the province is made. */
export type LineFile = { add(lines: Iterable<unknown>): Promise<void>; close(): Promise<void> };

/** Lines are joined to pieces of this many characters: a write a line would cost more than the lines. */
const PIECE = 64 * 1024;

export function createLineFile(path: string): LineFile {
  const stream = createWriteStream(path);
  let piece = '';
  const flush = async () => {
    const text = piece;
    piece = '';
    if (text !== '' && !stream.write(text)) await once(stream, 'drain');
  };
  return {
    async add(lines) {
      for (const line of lines) {
        piece += `${JSON.stringify(line)}\n`;
        if (piece.length >= PIECE) await flush();
      }
    },
    async close() {
      await flush();
      stream.end();
      await finished(stream);
    },
  };
}
