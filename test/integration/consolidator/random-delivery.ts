import fc from 'fast-check';
import type { IncomingRecord } from '../../../services/consolidator/receiving/record-decoders.js';
import { positions } from './dataset-under-test.js';
import type { Message } from './event-factory.js';

/** Tells the seed, so that a failure can be had again, and gives what a property over random orders runs with. */
export function randomRuns(numRuns: number): { seed: number; numRuns: number } {
  const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
  process.stderr.write(`seed ${seed} (FC_SEED repeats it)\n`);
  return { seed, numRuns };
}

/** How many orders are tried, unless the environment asks for another number. */
export const permutations = (usual: number): number => Number(process.env.PERMUTATIONS ?? usual);

/** Places of messages in the order in which they are delivered, and the sizes of the transactions, in turn. */
export type Delivery = { sent: readonly number[]; sizes: readonly number[] };

/** Every message at least once in some order, some again, cut into batches. */
export function deliveriesOf(messages: readonly Message[]): fc.Arbitrary<Delivery> {
  return fc
    .tuple(
      fc.shuffledSubarray([...messages.keys()], { minLength: messages.length }),
      fc.array(fc.record({ message: fc.nat(messages.length - 1), at: fc.nat(1000) }), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }),
    )
    .map(([order, repeats, sizes]) => {
      const sent = [...order];
      for (const { message, at } of repeats) sent.splice(at % (sent.length + 1), 0, message);
      return { sent, sizes };
    });
}

/** The transactions of a delivery. */
export function batchesOf(messages: readonly Message[], { sent, sizes }: Delivery): IncomingRecord[][] {
  const position = positions();
  const records = sent.map((index) => position(messages[index]!));
  const batches: IncomingRecord[][] = [];
  for (let round = 0; records.length > 0; round += 1) batches.push(records.splice(0, sizes[round % sizes.length]));
  return batches;
}
