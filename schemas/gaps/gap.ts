import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemasFolder } from '../own-files.js';

/** CLOSED: the evidence is here. NOT_ASSESSABLE: nobody can say yet, since something that the rule needs is not here. */
export type GapState = 'RED' | 'AMBER' | 'NOT_ASSESSABLE' | 'NOT_DUE' | 'CLOSED';

/** A statutory limit: the state in which a gap is when it has passed. */
export type GapLimit = {
  readonly state: GapState;
  /** ISO 8601 duration from the day on which the clock starts; the last day of the limit is still in time. */
  readonly after: string;
  /** Chinese. */
  readonly label: string;
  readonly source: string;
};

/** What two departments' records should say together and do not. A changed definition is a new version. */
export type Gap = {
  readonly id: string;
  /** Semantic version; part of every answer. */
  readonly version: string;
  /** Chinese name, as printed. */
  readonly label: string;
  /** 口径, Chinese, printed beside the rows. */
  readonly definition: string;
  readonly statutorySource: string;
  /** The department that has to follow it up. */
  readonly owner: { readonly id: string; readonly label: string };
  /** Event type of the record that opens it. */
  readonly eventType: string;
  readonly limits: readonly GapLimit[];
  /** Codes of determination-status that count as no application. */
  readonly notFiledStatuses: readonly string[];
  /** All states in the order of urgency, with their Chinese names. */
  readonly states: readonly { readonly code: GapState; readonly label: string }[];
  /** When it can be asserted at all; Chinese. */
  readonly assessable: string;
  /** What the rule cannot know; Chinese. */
  readonly limitations: string;
};

let loaded: ReadonlyMap<string, Gap> | undefined;

/** All gap rules, by id; adding one is adding a file (and its SQL in services/dataset/gaps). */
export function gaps(): ReadonlyMap<string, Gap> {
  if (loaded) return loaded;
  const folder = join(schemasFolder(), 'gaps');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const read = files.sort().map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Gap);
  loaded = new Map(read.map((gap) => [gap.id, gap]));
  return loaded;
}

/** Chinese name of a state, as printed. */
export function gapStateLabel(gap: Gap, state: GapState): string {
  return gap.states.find(({ code }) => code === state)?.label ?? state;
}

/** Duration of a limit. @throws Error when the definition lacks it: a programmer's error */
export function gapLimit(gap: Gap, state: GapState): string {
  const limit = gap.limits.find((candidate) => candidate.state === state);
  if (limit) return limit.after;
  throw new Error(`Gap ${gap.id} has no limit for ${state}: add it to its file in schemas/gaps.`);
}
