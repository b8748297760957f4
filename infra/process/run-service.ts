import { createLogger, type Logger } from '../observability/logger.js';

export type Closable = { close: () => Promise<void> };

export type Lifecycle = {
  /** Registers what must be closed when the process ends; closed in reverse order of registration. */
  onClose: (name: string, close: () => Promise<void>) => void;
  /** A fatal failure in the background: everything is drained and the process ends with exit code 1. */
  failed: (error: unknown) => void;
};

/** Longest time for draining. Orchestrators send SIGKILL after 30 s as a rule; ending ourselves leaves a log line. */
const DRAIN_LIMIT_MS = 20_000;

type Closer = { name: string; close: () => Promise<void> };

/**
 * Runs a service until SIGTERM, SIGINT, loss of the parent's IPC channel (exit 0) or a failure (exit 1).
 * When the process was forked, `{type: 'ready'}` is sent to the parent once `start` has resolved.
 * The only place of the system, next to the command line, that calls process.exit.
 */
export function runService(name: string, start: (lifecycle: Lifecycle) => Promise<void>): void {
  const logger = createLogger(name, process.env.LOG_LEVEL);
  const closers: Closer[] = [];
  let ending = false;

  const end = (reason: string, exitCode: number) => {
    if (ending) return;
    ending = true;
    logger.info({ reason, exitCode }, 'draining');
    void drain(closers, logger).then((clean) => process.exit(clean ? exitCode : 1));
  };
  const failed = (error: unknown) => {
    logger.fatal({ err: error }, 'the service failed');
    end('failure', 1);
  };

  listenForTheEnd(end, failed);
  const lifecycle: Lifecycle = { onClose: (closer, close) => closers.push({ name: closer, close }), failed };
  start(lifecycle).then(() => {
    if (ending) return;
    logger.info('started');
    process.send?.({ type: 'ready' });
  }, failed);
}

function listenForTheEnd(end: (reason: string, exitCode: number) => void, failed: (error: unknown) => void): void {
  process.once('SIGTERM', () => end('SIGTERM', 0));
  process.once('SIGINT', () => end('SIGINT', 0));
  // A forked service whose parent was killed would otherwise live on unseen and keep ports, partitions and locks.
  if (process.send) process.once('disconnect', () => end('parent gone', 0));
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);
}

/** Closes in reverse order; one that fails does not keep the others from closing. @returns whether all closed in time */
async function drain(closers: Closer[], logger: Logger): Promise<boolean> {
  const limit = new Promise<false>((resolve) => setTimeout(() => resolve(false), DRAIN_LIMIT_MS).unref());
  let clean = true;
  for (let closer = closers.pop(); closer; closer = closers.pop()) {
    const { name, close } = closer;
    const closed = close().then(
      () => true,
      (error: unknown) => {
        logger.error({ err: error, closing: name }, 'closing failed');
        clean = false;
        return true;
      },
    );
    if (!(await Promise.race([closed, limit]))) {
      logger.error({ closing: name, limitMs: DRAIN_LIMIT_MS }, 'draining took too long');
      return false;
    }
  }
  return clean;
}
