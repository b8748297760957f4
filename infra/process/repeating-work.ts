import type { Logger } from '../observability/logger.js';
import { createBackOff } from './back-off.js';
import type { Closable } from './run-service.js';
import { sleep } from './sleep.js';

export type RepeatingWork = {
  /** What is done, for the log: `the books could not be stated`. */
  failure: string;
  everyMs: number;
  work: () => Promise<void>;
  logger: Logger;
};

const LONGEST_PAUSE_MS = 10_000;

/** Does something again and again until it is closed; a failure is told and tried again, less and less often. */
export function startRepeatingWork({ failure, everyMs, work, logger }: RepeatingWork): Closable {
  const stopping = new AbortController();
  const running = run();
  return {
    close: async () => {
      stopping.abort();
      await running;
    },
  };

  async function run(): Promise<void> {
    const backOff = createBackOff(Math.min(everyMs, LONGEST_PAUSE_MS), Math.max(everyMs, LONGEST_PAUSE_MS));
    while (!stopping.signal.aborted) {
      let waitMs = everyMs;
      try {
        await work();
        backOff.reset();
      } catch (error) {
        waitMs = backOff.next();
        logger.warn({ err: error, retryInMs: waitMs }, `${failure}, trying again`);
      }
      await sleep(waitMs, stopping.signal);
    }
  }
}
