import type pg from 'pg';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import { sleep } from '../../../infra/process/sleep.js';
import type { ArchiveMark } from '../../dataset/archive-marks.js';
import { changedStandings } from '../../dataset/changed-standings.js';
import { lockJudgement } from '../../dataset/sources.js';
import { assertSameVersion, lockMade, swapMade } from '../../dataset/swap-schema.js';
import { answerLedgers } from '../applying/answer-ledgers.js';
import type { EventVerdict } from '../../dataset/event-verdict.js';
import { applyBehind } from './rebuild-dataset.js';

export type Swapped = {
  /** Records that came while the dataset was rebuilt. */
  caughtUp: number;
  /** Verdicts that are other ones now and were sent to their ledgers. */
  verdicts: number;
  /** For how long nobody could read or write the dataset. */
  heldMs: number;
};

export type SwapOptions = {
  pool: pg.Pool;
  namespace: string;
  scratch: string;
  live: string;
  /** How far the rebuilt dataset goes. */
  marks: readonly ArchiveMark[];
  /** How long to wait for a moment in which nobody reads. */
  patienceMs: number;
};

/** Few enough to be caught up with while the consolidators wait. */
const NEARLY_CAUGHT_UP = 2000;
/** Below PostgreSQL's deadlock_timeout: it is this transaction that gives way, never a reader. */
const LOCK_PATIENCE_MS = 400;
const PAUSE_MS = 250;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Puts a rebuilt dataset in the place of the live one, which is read and written until the last moment: first what has
 * been archived meanwhile is applied, then, in one transaction and with the consolidators held back, the rest of it and
 * the exchange. Readers wait for as long as that takes; one in the middle of a longer transaction is waited for.
 *
 * @throws ServiceFailure SWAP_NO_MOMENT when there never was a moment without readers
 */
export async function swapDataset(options: SwapOptions): Promise<Swapped> {
  let { marks } = options;
  let caughtUp = 0;
  for (let more = Number.POSITIVE_INFINITY; more > NEARLY_CAUGHT_UP; caughtUp += more) {
    const reached = await inTransaction(options.pool, async (client) => {
      await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      return applyBehind(client, options.namespace, marks);
    });
    marks = reached.marks;
    more = reached.records;
  }
  const swapped = await whenNobodyReads(options.patienceMs, () => exchange(options, marks));
  return { ...swapped, caughtUp: caughtUp + swapped.caughtUp };
}

function exchange({ pool, namespace, scratch, live }: SwapOptions, marks: readonly ArchiveMark[]): Promise<Swapped> {
  return inTransaction(pool, async (client) => {
    await assertSameVersion(client, scratch, live);
    await lockJudgement(client, 'change', live);
    const { records } = await applyBehind(client, namespace, marks);
    const verdicts = await changedVerdicts(client, { scratch, live });
    const since = performance.now();
    await lockMade(client, live, LOCK_PATIENCE_MS);
    await swapMade(client, scratch, live);
    await client.query(`SET LOCAL search_path = ${client.escapeIdentifier(live)}`);
    await answerLedgers(client, verdicts, namespace);
    return { caughtUp: records, verdicts: verdicts.length, heldMs: Math.round(performance.now() - since) };
  });
}

/** Asked while the consolidators are held back, so that nothing is decided in between. */
async function changedVerdicts(
  client: pg.PoolClient,
  { scratch, live }: Pick<SwapOptions, 'scratch' | 'live'>,
): Promise<EventVerdict[]> {
  const verdicts: EventVerdict[] = [];
  for await (const some of changedStandings(client, scratch, live)) verdicts.push(...some);
  return verdicts;
}

async function whenNobodyReads<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      if (performance.now() > until) throw noMoment(patienceMs, error);
      await sleep(PAUSE_MS);
    }
  }
}

function noMoment(patienceMs: number, cause: unknown): ServiceFailure {
  return new ServiceFailure(
    `Within ${Math.round(patienceMs / 1000)} s there was no moment in which nobody read the dataset: it was left as it is. Wait until briefings and exports have ended, then run it again.`,
    { code: 'SWAP_NO_MOMENT', retriable: true, cause },
  );
}
