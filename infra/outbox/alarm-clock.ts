import { sleep } from '../process/sleep.js';

export type AlarmClock = {
  /** Waits `ms`, until rung or until the signal. A ring while nobody waits ends the next wait at once. */
  wait: (ms: number) => Promise<void>;
  ring: () => void;
};

export function createAlarmClock(signal: AbortSignal): AlarmClock {
  let rung = false;
  let waiting: AbortController | null = null;
  return {
    ring: () => {
      rung = true;
      waiting?.abort();
    },
    wait: async (ms) => {
      if (!rung) {
        waiting = new AbortController();
        await sleep(ms, AbortSignal.any([signal, waiting.signal]));
        waiting = null;
      }
      rung = false;
    },
  };
}
