import { createRandom, type Random } from '../../../services/demo-province/random.js';

/** A way of a batch into the intake; the first three are HTTP. */
export const DOORS = ['ndjson', 'csv', 'form', 'drop', 'pull'] as const;
export type Door = (typeof DOORS)[number];

/** A batch of rows as one system of the department sends it; the same seed and number give the same rows. */
export type PlannedBatch = {
  number: number;
  door: Door;
  rows: number;
  /** Of an earlier batch of the same door, some rows are sent again with other content. */
  corrects: number | null;
  /** One row more, which no door takes. */
  withReject: boolean;
  /** By HTTP: whether the client names its upload, so that a second sending gets the same receipt. */
  keyed: boolean;
};

/** When the connector service is killed, as seen from the batch that is on its way in. */
export const UPLOAD_MOMENTS = ['arriving', 'being taken', 'kept', 'answered', 'any time'] as const;
/** When it is killed, as seen from the records that its relay sends. */
export const RELAY_MOMENTS = ['request held', 'answer held', 'answer given'] as const;

export type PlannedKill = {
  batch: PlannedBatch;
  /** How far into the moment, from 0 to 1. */
  share: number;
  /** Whether the next kill waits until the batch is acknowledged. */
  calm: boolean;
  /** What the line to the broker does besides. */
  line: 'well' | 'late' | 'connection cut' | 'answer lost';
} & (
  { of: 'upload'; moment: (typeof UPLOAD_MOMENTS)[number] } | { of: 'relay'; moment: (typeof RELAY_MOMENTS)[number] }
);

/** The broker loses everything, these batches among it, before the consolidator has read them. */
export type PlannedLoss = {
  batches: PlannedBatch[];
  /** The vault has not read their identities, either; else its answers are lost. */
  vaultSleeps: boolean;
};

/** Some kills, in some rounds a loss after them, then everything is compared. */
export type PlannedRound = { kills: PlannedKill[]; loss: PlannedLoss | null };

export type PlanOptions = { seed: string; kills: number; perRound: number };

/** One round of so many loses the broker: the second does, and the only one of a short run. */
const LOSES_EVERY = 3;
const LOST_BATCHES = 5;

export function planRounds({ seed, kills, perRound }: PlanOptions): PlannedRound[] {
  const random = createRandom(`intake/${seed}`);
  const next = batchPlanner(random);
  const moments = momentDeck(random, kills);
  const lines = lineDeck(random, kills);
  const rounds: PlannedRound[] = [];
  for (let from = 0; from < kills; from += perRound) {
    const planned = moments.slice(from, from + perRound).map((moment, at): PlannedKill => ({
      ...moment,
      batch: next(),
      share: random.next(),
      calm: random.chance(0.7),
      line: lineFor(moment, lines[from + at] ?? 'well'),
    }));
    const loses = rounds.length % LOSES_EVERY === 1 || kills <= perRound;
    rounds.push({ kills: planned, loss: loses ? plannedLoss(random, next) : null });
  }
  return rounds;
}

/** A trap for the kill and one for the line would be one too many; an answer is lost after the kill. */
const lineFor = ({ of }: Moment, line: PlannedKill['line']): PlannedKill['line'] =>
  of === 'relay' && line !== 'answer lost' ? 'well' : line;

const plannedLoss = (random: Random, next: () => PlannedBatch): PlannedLoss => ({
  batches: Array.from({ length: LOST_BATCHES }, next),
  vaultSleeps: random.chance(0.5),
});

export const batchesOf = ({ kills, loss }: PlannedRound): PlannedBatch[] => [
  ...kills.map(({ batch }) => batch),
  ...(loss?.batches ?? []),
];

/** Every door as often as the others, in an order of chance. */
function batchPlanner(random: Random): () => PlannedBatch {
  let deck: Door[] = [];
  let number = 0;
  const earlier = new Map<Door, number[]>();
  return () => {
    if (deck.length === 0) deck = random.shuffled(DOORS);
    const door = deck.pop() ?? 'ndjson';
    const known = earlier.get(door) ?? [];
    const batch = {
      number,
      door,
      rows: random.int(20, 260),
      corrects: known.length > 0 && random.chance(0.5) ? random.pick(known) : null,
      withReject: random.chance(0.25),
      keyed: random.chance(0.5),
    };
    earlier.set(door, [...known, number]);
    number += 1;
    return batch;
  };
}

type Moment =
  Pick<PlannedKill & { of: 'upload' }, 'of' | 'moment'> | Pick<PlannedKill & { of: 'relay' }, 'of' | 'moment'>;

function momentDeck(random: Random, kills: number): Moment[] {
  const all: Moment[] = [
    ...UPLOAD_MOMENTS.map((moment) => ({ of: 'upload' as const, moment })),
    ...(['being taken', 'kept'] as const).map((moment) => ({ of: 'upload' as const, moment })),
    ...RELAY_MOMENTS.map((moment) => ({ of: 'relay' as const, moment })),
    ...(['answer held', 'answer given'] as const).map((moment) => ({ of: 'relay' as const, moment })),
  ];
  const deck: Moment[] = [];
  while (deck.length < kills) deck.push(...random.shuffled(all));
  return deck.slice(0, kills);
}

/** An answer that is lost without a word costs the client its whole patience (30 s): once in a long run is enough. */
function lineDeck(random: Random, kills: number): PlannedKill['line'][] {
  const deck = Array.from({ length: kills }, () => random.pick(['well', 'late', 'connection cut'] as const));
  return deck.map((line, at) => (kills >= 50 && at % 100 === 25 ? 'answer lost' : line));
}
