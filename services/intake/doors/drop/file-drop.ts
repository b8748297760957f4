import type { Feed } from '../../../../connectors/connector.js';
import { problemOf } from '../../../../infra/http/problem-of.js';
import type { Logger } from '../../../../infra/observability/logger.js';
import type { Metrics } from '../../../../infra/observability/metrics.js';
import { createBackOff } from '../../../../infra/process/back-off.js';
import { sleep } from '../../../../infra/process/sleep.js';
import type { Source } from '../../sources.js';
import type { AcceptanceParts } from '../accept-submission.js';
import { createArrivals } from './arrivals.js';
import { claim, look, unfinishedClaims, type Claim } from './claims.js';
import { makeDropFolders, type DropFolder } from './drop-folder.js';
import { finish, takeFile } from './take-file.js';

export type FileDropOptions = AcceptanceParts & {
  root: string;
  sources: Iterable<Source>;
  feeds: readonly Feed[];
  /** How long a file must have stood still. */
  quietMs: number;
  /** How often the folders are looked at: network shares tell nobody of changes. */
  lookEveryMs: number;
  logger: Logger;
  metrics: Metrics;
};

/** A file that fails like this so often, with everything else in order, would fail for ever. */
const TRIES_BEFORE_REFUSAL = 5;
const LONGEST_PAUSE_MS = 60_000;

type Watched = DropFolder & { arrivals: ReturnType<typeof createArrivals> };

/** The second door: files put into `<root>/<feed>/<sourceId>/` are taken one after another, each with a receipt. */
export async function startFileDrop(options: FileDropOptions): Promise<{ close: () => Promise<void> }> {
  const folders = await makeDropFolders(options.root, options.sources, options.feeds);
  const watched = folders.map((folder) => ({ ...folder, arrivals: createArrivals(options.quietMs) }));
  const stopping = new AbortController();
  const running = run(options, watched, stopping.signal);
  return {
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(options: FileDropOptions, folders: readonly Watched[], stopping: AbortSignal): Promise<void> {
  const backOff = createBackOff(options.lookEveryMs, LONGEST_PAUSE_MS);
  const take = createTaking(options);
  while (!stopping.aborted) {
    let allWell = true;
    for (const folder of folders) allWell = (await lookInto(folder, options, take, stopping)) && allWell;
    if (allWell) backOff.reset();
    await sleep(allWell ? options.lookEveryMs : backOff.next(), stopping);
  }
}

type Take = (folder: DropFolder, claimed: Claim) => Promise<boolean>;

/** @returns whether nothing has to be tried again */
async function lookInto(
  { arrivals, ...folder }: Watched,
  { logger }: FileDropOptions,
  take: Take,
  stopping: AbortSignal,
): Promise<boolean> {
  let allWell = true;
  try {
    for (const left of await unfinishedClaims(folder.path)) {
      if (stopping.aborted) return true;
      allWell = (await take(folder, left)) && allWell;
    }
    for (const { name } of arrivals(await look(folder.path), performance.now())) {
      if (stopping.aborted) return true;
      const claimed = await claim(folder.path, name);
      if (claimed) allWell = (await take(folder, claimed)) && allWell;
    }
    return allWell;
  } catch (error) {
    logger.error({ err: error, feed: folder.feed.feed, sourceId: folder.source.sourceId }, 'drop folder not usable');
    return false;
  }
}

/** Names of files are not logged: some carry the name of a person. */
function createTaking(options: FileDropOptions): Take {
  const { logger, metrics } = options;
  const counter = metrics.counter('intake_dropped_files_total', 'Files taken from the drop folder', ['result']);
  const tries = new Map<string, number>();
  return async (folder, claimed) => {
    const place = { feed: folder.feed.feed, sourceId: folder.source.sourceId };
    try {
      const result = await takeFile(options, folder, claimed);
      tries.delete(claimed.folder);
      counter.inc({ result });
      logger.info({ ...place, result }, 'dropped file');
      return true;
    } catch (error) {
      const problem = problemOf(error);
      const failed = (tries.get(claimed.folder) ?? 0) + (problem.status === 503 ? 0 : 1);
      tries.set(claimed.folder, failed);
      logger.error({ ...place, err: error, failed }, 'dropped file not taken yet');
      if (failed < TRIES_BEFORE_REFUSAL) return false;
      await finish(options, folder, claimed, { kind: 'refused', problem });
      tries.delete(claimed.folder);
      return true;
    }
  };
}
