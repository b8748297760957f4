import { connectors } from '../../../connectors/generated/feed-index.js';
import type { SourceColumn } from '../../../connectors/connector.js';
import { LISTED_AT, REST } from './returned-columns.js';
import {
  cellsLeft,
  cellsMissing,
  formulaCell,
  listingUnreadable,
  noRecord,
  numericIdentifier,
  restLeft,
  unmendedCell,
  unreadableCell,
} from './row-findings.js';

const feeds = connectors.flatMap((connector) => connector.feeds);
const ofCells: readonly [string, (column: SourceColumn) => { field: string; remedy: string }][] = [
  ['a number for an identifier', numericIdentifier],
  ['a formula', formulaCell],
  ['what cannot be read', unreadableCell],
  ['what has not been mended', unmendedCell],
];

test.each(ofCells)('a cell with %s is told by its heading and what it expects', (_what, findingOf) => {
  for (const column of feeds.flatMap(({ columns }) => columns)) {
    const { field, remedy } = findingOf(column);
    expect(field).toBe(column.key);
    expect(remedy).toContain(`「${column.heading}」`);
    expect(remedy).toContain(column.expects);
  }
});

test('a row of a wrong shape names where to begin, and every column as a place to look at', () => {
  for (const { columns } of feeds) {
    const keys = columns.map(({ key }) => key);
    const found = columns.length - 2;
    const short = cellsMissing(columns, found);
    expect([short.field, short.remedy]).toEqual([
      keys[found],
      expect.stringContaining(`「${columns[found]?.heading}」`),
    ]);
    const words = { zh: '', en: '', remedy: '' };
    for (const finding of [cellsLeft(columns), noRecord(columns, words), restLeft(columns)]) {
      expect([finding.field, finding.remedy]).toEqual([REST.key, expect.stringContaining(`「${REST.heading}」`)]);
      expect(finding.alsoFields).toEqual(keys);
    }
    expect(new Set([short.field, ...(short.alsoFields ?? [])])).toEqual(new Set(keys));
  }
  expect(listingUnreadable().remedy).toContain(`「${LISTED_AT.heading}」`);
});
