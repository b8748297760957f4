import { createHash } from 'node:crypto';

/**
 * Chance that repeats: the same seed gives the same world on any machine.
 *
 * Every part of the world draws from its own fork, so that a new draw in one part leaves the others as they were.
 */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** Both ends included. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  weighted<T>(items: readonly T[], weight: (item: T) => number): T;
  shuffled<T>(items: readonly T[]): T[];
  fork(label: string): Random;
};

/** A generator (sfc32: small, fast, passes PractRand) started from the SHA-256 of the seed. */
export function createRandom(seed: string): Random {
  const next = sfc32(createHash('sha256').update(seed, 'utf8').digest());
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => at(items, int(0, items.length - 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick,
    weighted: (items, weight) => weighted(items, weight, next()),
    shuffled: (items) => shuffled(items, int),
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

/**
 * Deals `total` items by weight: each kind gets its share rounded up or down, never off by more than one.
 *
 * Independent draws would not do: at 1:10 the rare kinds would miss their ratio by chance alone.
 */
export function dealt<T>(random: Random, total: number, items: readonly T[], weight: (item: T) => number): T[] {
  const sum = items.reduce((before, item) => before + weight(item), 0);
  const offset = random.next();
  const hands: T[] = [];
  let cumulative = offset;
  for (const item of items) {
    const end = cumulative + (weight(item) / sum) * total;
    for (let i = Math.floor(cumulative); i < Math.floor(end + 1e-9); i++) hands.push(item);
    cumulative = end;
  }
  return random.shuffled(hands);
}

/** `amount` rounded up or down by chance, so that small amounts keep their mean. */
export function rounded(random: Random, amount: number): number {
  return Math.floor(amount + random.next());
}

function weighted<T>(items: readonly T[], weight: (item: T) => number, draw: number): T {
  let rest = draw * items.reduce((sum, item) => sum + weight(item), 0);
  for (const item of items) {
    rest -= weight(item);
    if (rest < 0) return item;
  }
  return at(items, items.length - 1);
}

function shuffled<T>(items: readonly T[], int: (from: number, to: number) => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = int(0, i);
    const held = at(result, i);
    result[i] = at(result, j);
    result[j] = held;
  }
  return result;
}

function at<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) throw new RangeError(`Nothing to pick at ${index} of ${items.length} items.`);
  return items[index] as T;
}

function sfc32(digest: Buffer): () => number {
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let counter = 1;
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
}
