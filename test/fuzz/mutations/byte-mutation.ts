import type { Random } from '../../../services/demo-province/random.js';

/** Bytes that readers stumble over: NUL, marks of encodings, half characters, a lone surrogate, quotes, ends of lines. */
const NASTY = [
  ...['00', 'ff', 'fffe', 'feff', 'efbbbf', 'eda080', 'f09f', '81', '8130', 'c080', '22', '2222', '0d', '0a', '2c'],
  ...['09', '5b', '5d', '7b', '7d', '5c', '1a', '1f8b08', '504b0304', '504b0506', 'e2808b', 'efbfbd'],
].map((hex) => Buffer.from(hex, 'hex'));

type Mutation = (body: Buffer, random: Random) => Buffer;

const place = (body: Buffer, random: Random) => random.int(0, body.length);

/** The body with `between` in the place of its bytes from `from` to `to`. */
const spliced = (body: Buffer, from: number, to: number, between: Buffer) =>
  Buffer.concat([body.subarray(0, from), between, body.subarray(to)]);

function stretch(body: Buffer, random: Random): [number, number] {
  const from = place(body, random);
  return [from, Math.min(body.length, from + random.int(1, 64))];
}

const MUTATIONS: readonly Mutation[] = [
  (body, random) => {
    const at = place(body, random);
    return spliced(body, at, at + 1, Buffer.from([random.int(0, 255)]));
  },
  (body, random) => {
    const at = place(body, random);
    return spliced(body, at, at, random.pick(NASTY));
  },
  (body, random) => spliced(body, 0, 0, random.pick(NASTY)),
  (body, random) => spliced(body, ...stretch(body, random), Buffer.alloc(0)),
  (body, random) => {
    const [from, to] = stretch(body, random);
    return spliced(body, from, from, body.subarray(from, to));
  },
  (body, random) => body.subarray(0, place(body, random)),
  (body, random) => Buffer.concat([body, body.subarray(place(body, random))]),
  (body, random) =>
    spliced(body, ...stretch(body, random), Buffer.from(Array.from({ length: 16 }, () => random.int(0, 255)))),
];

/** One to eight small wounds. */
export function mutatedBytes(body: Buffer, random: Random): Buffer {
  let mutated = body;
  for (let left = random.int(1, 8); left > 0; left -= 1) mutated = random.pick(MUTATIONS)(mutated, random);
  return mutated;
}
