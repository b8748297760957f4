import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { timed } from '../measured.js';

/** Seconds that it takes to read the files line by line and parse each line, nothing else. */
export async function secondsToParse(files: readonly string[]): Promise<number> {
  const { seconds } = await timed(async () => {
    for (const file of files) for await (const line of createInterface(createReadStream(file))) JSON.parse(line);
  });
  return seconds;
}

/** Seconds of COPY of the same rows, a text column each cell, into one table without an index. */
export async function secondsToCopy(files: readonly string[], databaseUrl: string): Promise<number> {
  const rows: string[] = [];
  let width = 0;
  for (const file of files) {
    for await (const line of createInterface(createReadStream(file))) {
      const cells = Object.values(JSON.parse(line) as Record<string, string | null>);
      width = cells.length;
      rows.push(`${cells.map(copyText).join('\t')}\n`);
    }
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE TABLE copied (${Array.from({ length: width }, (_, at) => `c${at} text`).join(', ')})`);
    const copy = client.query(copyFrom('COPY copied FROM STDIN'));
    const { seconds } = await timed(() => pipeline(Readable.from(pieces(rows)), copy));
    return seconds;
  } finally {
    await client.query('DROP TABLE IF EXISTS copied');
    await client.end();
  }
}

const ROWS_A_PIECE = 500;

function* pieces(rows: readonly string[]): Generator<string> {
  for (let at = 0; at < rows.length; at += ROWS_A_PIECE) yield rows.slice(at, at + ROWS_A_PIECE).join('');
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const copyText = (cell: string | null): string =>
  cell === null ? '\\N' : cell.replace(/[\\\t\n\r]/g, (found) => ESCAPED[found] ?? found);
