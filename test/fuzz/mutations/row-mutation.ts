import type { Random } from '../../../services/demo-province/random.js';

type Cells = Record<string, unknown>;
type Mutation = (row: Cells, key: string, random: Random) => Cells;

/** Texts that a cell should not hold, each for a reason of its own. */
export const NASTY_TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udfff\ud800',
    '\ufeff',
    '\u202e',
    '\u200b',
    '=1+1',
    "'",
    '"',
    '""',
    '\\',
  ],
  ...['__proto__', 'constructor', 'null', 'undefined', 'NaN', '-1', '0', '1e309', '9'.repeat(400), '0x10', '１２３'],
  ...['2024-02-30', '0000-00-00', '9999-12-31', '+275760-09-13', '1900-01-01', '45000', '2024-03-05T24:60:60'],
  ...["'; DROP TABLE batch; --", '<script>', '%00', '${x}', '{{x}}', '../../etc/passwd', '\r\n', '\n\n', '\t', ',,,,'],
  ...['x'.repeat(5_000), '字'.repeat(300_000), '👩‍👩‍👧'.repeat(50), 'e\u0301'.repeat(200), '龘'],
];

/** Values that JSON can hold and no cell should. */
const NASTY_VALUES: readonly unknown[] = [
  ...[0, -0, 1.5, 1e21, 1e308, Number.MAX_SAFE_INTEGER + 2, true, false, null, [], {}, [[[]]], [null]],
  ...[{ a: { b: { c: 1 } } }, { __proto__: null, toString: 1 }, Array.from({ length: 1000 }, () => 1)],
];

const without = (row: Cells, key: string): Cells =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== key));

const MUTATIONS: readonly Mutation[] = [
  (row, key, random) => ({ ...row, [key]: random.pick(NASTY_TEXTS) }),
  (row, key, random) => ({ ...row, [key]: random.pick(NASTY_TEXTS) }),
  (row, key, random) => ({ ...row, [key]: random.pick(NASTY_VALUES) }),
  (row, key) => without(row, key),
  (row, key) => ({ ...row, [key]: null }),
  (row, key, random) => ({ ...row, [random.pick(NASTY_TEXTS)]: row[key] }),
  (row, key, random) => {
    const other = random.pick(Object.keys(row));
    return { ...row, [key]: row[other], [other]: row[key] };
  },
  (row, _key, random) => ({
    ...row,
    operation: random.pick(['撤回', 'RETRACT', '报送', 'x']),
    reason: random.pick(['误报', null]),
  }),
];

/** Some rows with some cells changed, dropped, exchanged or added; some rows twice. */
export function mutatedRows(rows: readonly Cells[], random: Random): Cells[] {
  const mutated = rows.map((row) => (random.chance(0.6) ? mutatedRow(row, random) : row));
  return random.chance(0.1) ? [...mutated, ...mutated.slice(0, 2)] : mutated;
}

function mutatedRow(row: Cells, random: Random): Cells {
  let mutated = row;
  for (let left = random.int(1, 3); left > 0; left -= 1) {
    mutated = random.pick(MUTATIONS)(mutated, random.pick([...Object.keys(mutated), 'reason']), random);
  }
  return mutated;
}
