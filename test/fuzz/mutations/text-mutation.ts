import type { Random } from '../../../services/demo-province/random.js';

type Mutation = (text: string, random: Random) => string;

const TOKENS = [
  ...[
    '"',
    '""',
    ',',
    '\t',
    ';',
    '\r',
    '\n',
    '\r\n\r\n',
    '[',
    ']',
    '{',
    '}',
    ':',
    'null',
    '\\',
    '\\u0000',
    '\\ud800',
    '//',
  ],
  ...['[[[[[[[[[[', '{"a":{"a":{"a":', '__proto__', '"__proto__":{"x":1},', 'NaN', '1e999', '\u2028', '=', "'", '，'],
];

const at = (text: string, random: Random) => random.int(0, text.length);

/** Where lines, cells and members begin and end. */
function seam(text: string, random: Random): number {
  const from = at(text, random);
  const found = text.slice(from).search(/[",\n:{}[\]]/);
  return found < 0 ? from : from + found;
}

const inserted = (text: string, where: number, token: string) => text.slice(0, where) + token + text.slice(where);

const MUTATIONS: readonly Mutation[] = [
  (text, random) => inserted(text, seam(text, random), random.pick(TOKENS)),
  (text, random) => inserted(text, at(text, random), random.pick(TOKENS)),
  (text, random) => {
    const where = seam(text, random);
    return text.slice(0, where) + text.slice(where + 1);
  },
  (text, random) => {
    const lines = text.split('\n');
    const which = random.int(0, lines.length - 1);
    return [...lines.slice(0, which), random.pick(lines), ...lines.slice(which + random.int(0, 1))].join('\n');
  },
  (text, random) => {
    // The headings, of a CSV: one twice, one away, one under another name.
    const [headings = '', ...rest] = text.split('\n');
    const names = headings.split(',');
    names[random.int(0, names.length - 1)] = random.pick([...names, '', '备注', 'x'.repeat(300)]);
    return [names.join(','), ...rest].join('\n');
  },
  (text, random) => text.replaceAll(random.pick([',', '"', '\n', ':']), random.pick(['\t', ';', "'", '\r', ','])),
  (text, random) => inserted(text, seam(text, random), random.pick(['[', '{"a":', '"']).repeat(random.int(2, 5_000))),
];

/** A CSV or JSON text spoilt at its seams. */
export function mutatedText(text: string, random: Random): string {
  let mutated = text;
  for (let left = random.int(1, 3); left > 0; left -= 1) mutated = random.pick(MUTATIONS)(mutated, random);
  return mutated;
}
