import { createRandom, type Random } from '../../../services/demo-province/random.js';

/** A part of the stack, `starter`, or the name of a service. */
export type Victim = string;

/** One kill as planned: who, how long after its step's files are on their way, and what the operator does about it. */
export type PlannedKill = {
  victim: Victim;
  delayMs: number;
  /** How long it takes the operator to notice. */
  repairAfterMs: number;
  /** Whether the next kill waits until everything is well again. */
  calm: boolean;
};

export const STACK_VICTIMS = ['kafka', 'postgres', 'registry'] as const;

/**
 * Decks of all victims, each shuffled, so that any number of kills is spread over all of them. The consolidator is in
 * a deck twice: the most is on its way there.
 */
export function planKills(seed: string, kills: number, services: readonly string[]): PlannedKill[] {
  const random = createRandom(`kills/${seed}`);
  const deck: Victim[] = [...services, 'consolidator', ...STACK_VICTIMS, 'starter'];
  const victims: Victim[] = [];
  while (victims.length < kills) victims.push(...random.shuffled(deck));
  return victims.slice(0, kills).map((victim) => plannedKill(victim, random));
}

const plannedKill = (victim: Victim, random: Random): PlannedKill => ({
  victim,
  delayMs: random.int(0, 600),
  repairAfterMs: random.int(0, 3_000),
  calm: random.chance(0.4),
});
