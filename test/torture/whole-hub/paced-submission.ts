import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import { sleep } from '../../../infra/process/sleep.js';
import { clerkOf } from '../../../services/cli/credentials/own-clients.js';
import { clientOf } from '../../../services/cli/running-hub.js';
import type { Receipt } from '../../../services/cli/submit-exports.js';
import type { ExportFile } from '../../../services/demo-province/commands.js';
import type { Random } from '../../../services/demo-province/random.js';
import type { HubUnderTest } from '../../e2e/hub-under-test.js';
import type { Acknowledged } from '../acknowledged.js';

/**
 * The departments' exports, sent no further than is allowed: each source its own files one after another, a few
 * sources at a time in an order of chance. A file is sent again until there is a receipt.
 */
export type PacedSubmission = {
  /** Lets the files go on up to this share of all rows; the next one should be of this department, if it has any left. */
  allow: (share: number, department?: string) => void;
  /** Files begun so far. */
  begun: () => number;
  /** Times that a client's own patience ran out, so that a file was sent anew. */
  timesGivenUp: () => number;
  receipts: readonly Acknowledged[];
  /** All files are acknowledged; rejects when a door refuses a good file. */
  done: Promise<void>;
  stop: () => void;
};

const FILES_AT_A_TIME = 3;
const AGAIN_AFTER_MS = 1_000;

type Progress = { allowed: number; preferred: string | undefined; begun: number; rows: number; timesGivenUp: number };

export function startSubmission(
  hub: HubUnderTest,
  folder: string,
  files: readonly ExportFile[],
  random: Random,
): PacedSubmission {
  const queues = new Map<string, ExportFile[]>();
  for (const file of files) queues.set(file.sourceId, [...(queues.get(file.sourceId) ?? []), file]);
  const total = files.reduce((sum, { rows }) => sum + rows, 0);
  const progress: Progress = { allowed: 0, preferred: undefined, begun: 0, rows: 0, timesGivenUp: 0 };
  const receipts: Acknowledged[] = [];
  const busy = new Set<string>();
  let stopped = false;

  const next = (): ExportFile | undefined => {
    if (progress.rows >= progress.allowed * total) return undefined;
    const free = [...queues].filter(([source, left]) => left.length > 0 && !busy.has(source)).map(([, left]) => left);
    const preferred = free.filter(([file]) => file?.department === progress.preferred);
    if (free.length === 0) return undefined;
    if (preferred.length > 0) progress.preferred = undefined;
    return random.pick(preferred.length > 0 ? preferred : free).shift();
  };
  const worker = async (): Promise<void> => {
    while (!stopped && receipts.length < files.length) {
      const file = next();
      if (!file) {
        await sleep(50);
        continue;
      }
      progress.begun += 1;
      progress.rows += file.rows;
      busy.add(file.sourceId);
      const keyed = progress.begun % 2 === 0;
      const receipt = await untilAcknowledged(hub, folder, file, keyed, {
        givenUp: () => (progress.timesGivenUp += 1),
        stopped: () => stopped,
      });
      busy.delete(file.sourceId);
      if (receipt) receipts.push({ department: file.department, path: file.path, receipt });
    }
  };
  const done = Promise.all(Array.from({ length: FILES_AT_A_TIME }, worker)).then(() => undefined);
  done.catch(() => (stopped = true)); // whoever waits for it hears of it, too
  return {
    allow: (share, department) => Object.assign(progress, { allowed: share, preferred: department }),
    begun: () => progress.begun,
    timesGivenUp: () => progress.timesGivenUp,
    receipts,
    done,
    stop: () => (stopped = true),
  };
}

/** Asks anew where the door is, each time: a starter that was started again may have chosen another port. */
async function untilAcknowledged(
  hub: HubUnderTest,
  folder: string,
  file: ExportFile,
  keyed: boolean,
  { givenUp, stopped }: { givenUp: () => void; stopped: () => boolean },
): Promise<Receipt | undefined> {
  const { department, feed, sourceId, asOf, path, contentType } = file;
  const query = new URLSearchParams({ source: sourceId, ...(asOf ? { asOf } : {}) });
  const headers: Record<string, string> = keyed ? { 'idempotency-key': keyOf(path) } : {};
  while (!stopped()) {
    try {
      const running = hub.running();
      const door = `${running.intakeUrls[department] ?? ''}/v1/feeds/${feed}/batches?${query.toString()}`;
      const client = clientOf(running, hub.installation().clients, clerkOf(department));
      return await client.postFile<Receipt>(door, join(folder, path), contentType, headers);
    } catch (error) {
      if (isRefusal(error)) throw error;
      givenUp();
      await sleep(AGAIN_AFTER_MS);
    }
  }
  return undefined;
}

const keyOf = (path: string): string => createHash('sha256').update(path).digest('hex');

/** The door has read the file and will not have it: sending it again would not help, and it is a good file. */
function isRefusal(error: unknown): boolean {
  const { status } = (error instanceof ServiceFailure ? error.context : undefined) ?? {};
  return typeof status === 'number' && status >= 400 && status < 500;
}
