import pg from 'pg';
import { sleep } from '../../../infra/process/sleep.js';
import { chooseRound, lastRound, type PullRound } from './choose-round.js';
import type { DepartmentView } from './department-view.js';

type Status = {
  sourceId: string;
  feed: string;
  state: string;
  lastAtEnd: string | null;
  trouble: { code: string } | null;
};

export type PullUnderFuzz = {
  view: DepartmentView;
  /** Of the intake's ledger. */
  databaseUrl: string;
  adminPort: number;
};

/** Told of a round that went wrong. */
export type RoundFault = (round: PullRound, what: string) => Promise<void>;

/** A view that takes its time is given up after two seconds, and one that took long to read is left alone nine times as long. */
const HUNG_AFTER_MS = 300_000;
const LOOK_MS = 100;
/** Of the faults that are told after a change the first may be of a reading that had begun before it. */
const AFTER_THE_CHANGE = 2;
/** So long a round that must leave no row is looked at. */
const QUIET_MS = 1_000;

/**
 * Spoils the view of a department again and again while the intake reads it: each row is in the ledger exactly once, what
 * cannot be read is said in a word of the pull's own, and the next round is read as if nothing had been.
 */
export async function fuzzPull(
  pull: PullUnderFuzz,
  { seed, rounds }: { seed: string; rounds: number },
  fault: RoundFault,
): Promise<Map<string, number>> {
  const ledger = new pg.Client({ connectionString: pull.databaseUrl });
  await ledger.connect();
  const ends = new Map<string, number>();
  try {
    for (let number = 0; number <= rounds; number += 1) {
      const round = number === rounds ? await lastRound(number, pull.view) : await chooseRound(seed, number, pull.view);
      const end = await runRound(pull, ledger, round).catch((error: unknown) => String(error));
      ends.set(end.split(':')[0] ?? '', (ends.get(end.split(':')[0] ?? '') ?? 0) + 1);
      if (!isDue(round, end)) await fault(round, end);
    }
  } finally {
    await ledger.end();
  }
  return ends;
}

/** A round ends as `read`, or as the code of what was said, or in words that were not to come. */
function isDue({ rows }: PullRound, end: string): boolean {
  return rows === null ? /^PULL_[A-Z_]+$/.test(end) : end === 'read';
}

async function runRound(pull: PullUnderFuzz, ledger: pg.Client, round: PullRound): Promise<string> {
  const started = new Date();
  await pull.view.run(round.statements);
  const faults = round.rows === null ? await faultsTold(pull) : 0;
  const until = Date.now() + HUNG_AFTER_MS;
  while (Date.now() < until) {
    await sleep(LOOK_MS);
    const taken = await rowsTaken(ledger, pull, started);
    const { state, trouble } = await statusOf(pull);
    if (trouble && !trouble.code.startsWith('PULL_')) return `${trouble.code} in state ${state}`;
    if (taken > (round.rows ?? round.shown)) return tooMany(round, taken);
    if (round.rows === null && trouble && (await faultsTold(pull)) >= faults + AFTER_THE_CHANGE) return trouble.code;
    if (round.rows !== null && taken === round.rows && (await readToItsEnd(pull, started)))
      return stays(pull, ledger, started, round);
  }
  const { state, trouble } = await statusOf(pull);
  return `not within ${HUNG_AFTER_MS} ms: ${await rowsTaken(ledger, pull, started)} of ${round.rows ?? 'no'} rows, ${state} ${trouble?.code ?? ''}`;
}

/** What was read once is not taken again. */
async function stays(pull: PullUnderFuzz, ledger: pg.Client, started: Date, round: PullRound): Promise<string> {
  if (round.rows === 0) await sleep(QUIET_MS);
  const taken = await rowsTaken(ledger, pull, started);
  return taken === round.rows ? 'read' : tooMany(round, taken);
}

const tooMany = ({ rows, shown }: PullRound, taken: number) => `${taken} rows taken, ${rows ?? shown} shown`;

async function readToItsEnd(pull: PullUnderFuzz, since: Date): Promise<boolean> {
  const { state, lastAtEnd } = await statusOf(pull);
  return state === 'current' && lastAtEnd !== null && Date.parse(lastAtEnd) >= since.getTime();
}

async function rowsTaken(ledger: pg.Client, { view: { target } }: PullUnderFuzz, since: Date): Promise<number> {
  const { rows } = await ledger.query<{ taken: number }>(
    `SELECT count(*)::int AS taken FROM batch JOIN batch_row USING (batch_id)
     WHERE submitted_by = 'database-pull' AND batch.source_id = $1 AND feed = $2 AND accepted_at >= $3`,
    [target.sourceId, target.feed.feed, since],
  );
  return rows[0]?.taken ?? 0;
}

/** How many readings of the view have ended in a fault. */
async function faultsTold({ adminPort, view: { target } }: PullUnderFuzz): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${adminPort}/metrics`, { signal: AbortSignal.timeout(10_000) });
  const own = (line: string) =>
    line.startsWith('intake_pull_faults_total{') &&
    line.includes(`source="${target.sourceId}"`) &&
    line.includes(`feed="${target.feed.feed}"`);
  const lines = (await answer.text()).split('\n').filter(own);
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** A service that is short of time may say that it is not ready, and nothing else. */
async function statusOf({ adminPort, view: { target } }: PullUnderFuzz): Promise<Status> {
  for (const until = Date.now() + HUNG_AFTER_MS; Date.now() < until; await sleep(LOOK_MS)) {
    const answer = await fetch(`http://127.0.0.1:${adminPort}/readyz`, { signal: AbortSignal.timeout(10_000) });
    const { pulls = [] } = (await answer.json()) as { pulls?: Status[] };
    const own = pulls.find(({ sourceId, feed }) => sourceId === target.sourceId && feed === target.feed.feed);
    if (own) return own;
  }
  throw new Error(`the service does not tell of the pull of ${target.feed.feed}`);
}
