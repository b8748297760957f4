import { sleep } from '../../../../infra/process/sleep.js';
import { connectors } from '../../../../connectors/generated/feed-index.js';
import { columnIndex } from '../../../../services/intake/reading/column-heading.js';
import { readCsv } from '../../../../services/intake/reading/csv-reader.js';
import type { ReadingLimits } from '../../../../services/intake/reading/row-reader.js';

/*
 * Reads a CSV that comes row by row and stops at its third row, as a door does at the first row too many; says so if it
 * is still there afterwards. A process of its own: it is the process that must not end. First argument: what comes again
 * and again.
 */
const feed = connectors[0]?.feeds[0];
if (!feed) throw new Error('no feed');
const limits = { rowCharacters: 100_000 } as ReadingLimits;

async function* comingBy(text: string): AsyncGenerator<string> {
  yield `${feed?.columns.map(({ heading }) => heading).join(',')}\n`;
  for (let time = 0; time < 1_000; time += 1) yield text;
}

for await (const { rowNumber } of readCsv(
  comingBy(process.argv[2] ?? ''),
  columnIndex(feed),
  limits,
  () => undefined,
)) {
  if (rowNumber === 3) break;
}
await sleep(300);
process.stdout.write('still here');
process.exit(0);
