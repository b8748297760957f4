import type { Consumer, EachBatchPayload } from 'kafkajs';
import { ServiceFailure } from '../process/service-failure.js';

/** A consumer without any sign of life for so long is made anew: kafkajs can stop without an event (#1011). */
const SILENCE_MS = 120_000;
const WATCH_MS = 10_000;

export type SessionEnd = {
  /** Resolves when the caller's signal ends the session, rejects when it crashed or fell silent. */
  reached: Promise<void>;
  /** Aborted at either end. */
  signal: AbortSignal;
  /** Wraps the handler: a batch under way is a sign of life, however long it takes. */
  watched: (handle: (payload: EachBatchPayload) => Promise<void>) => (payload: EachBatchPayload) => Promise<void>;
  stopWatching: () => void;
};

export function watchForTheEnd(consumer: Consumer, outer: AbortSignal): SessionEnd {
  const ended = new AbortController();
  const life = createSignsOfLife(consumer);
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<void>((resolve, reject) => {
    const stop = () => resolve();
    if (outer.aborted) stop();
    outer.addEventListener('abort', stop, { once: true });
    ended.signal.addEventListener('abort', () => outer.removeEventListener('abort', stop), { once: true });
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    timer = setInterval(() => {
      if (life.silentForMs() > SILENCE_MS) reject(fellSilent());
    }, WATCH_MS).unref();
  }).finally(() => ended.abort());
  // The session may still be connecting, so that nobody waits for this yet; the rejection is seen when it does.
  reached.catch(() => undefined);
  return {
    reached,
    signal: ended.signal,
    watched: life.during,
    stopWatching: () => {
      clearInterval(timer);
      ended.abort();
    },
  };
}

function createSignsOfLife(consumer: Consumer) {
  const { FETCH_START, FETCH, HEARTBEAT, GROUP_JOIN, CONNECT } = consumer.events;
  let last = Date.now();
  let underWay = 0;
  const seen = () => {
    last = Date.now();
  };
  for (const event of [FETCH_START, FETCH, HEARTBEAT, GROUP_JOIN, CONNECT] as const)
    consumer.on(event as typeof FETCH, seen);
  return {
    silentForMs: () => (underWay > 0 ? 0 : Date.now() - last),
    during:
      (handle: (payload: EachBatchPayload) => Promise<void>) =>
      async (payload: EachBatchPayload): Promise<void> => {
        underWay += 1;
        try {
          await handle(payload);
        } finally {
          underWay -= 1;
          seen();
        }
      },
  };
}

function fellSilent(): ServiceFailure {
  return new ServiceFailure(`The consumer gave no sign of life for ${SILENCE_MS / 1000} s and is made anew.`, {
    code: 'CONSUMER_SILENT',
    retriable: true,
  });
}
