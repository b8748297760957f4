import { connectors } from '../../../connectors/generated/feed-index.js';
import { columnIndex } from './column-heading.js';
import { readNdjson } from './ndjson-reader.js';
import type { ReadingLimits } from './row-reader.js';

const feed = connectors[0]!.feeds[0]!;
const limits = { rowCharacters: 1_000_000 } as ReadingLimits;

async function* textOf(...lines: string[]): AsyncGenerator<string> {
  for (const line of lines) yield `${line}\n`;
}

async function codesOf(...lines: string[]): Promise<string[][]> {
  const codes: string[][] = [];
  for await (const row of readNdjson(textOf(...lines), columnIndex(feed), limits)) {
    codes.push(row.findings.map(({ en }) => en));
  }
  return codes;
}

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

it('rejects a line that is nested deeper than any stack, and reads on', async () => {
  const key = feed.columns[0]!.key;
  const deep = [nested(100_000, '[', ']'), `{"${key}":${nested(100_000, '[', ']')}}`, `{"${key}":1}`];
  const [array, member, flat] = await codesOf(...deep);
  expect(array).toEqual([expect.stringContaining('not a flat JSON object')]);
  expect(member).toEqual(array);
  expect(flat).not.toEqual(array);
});
