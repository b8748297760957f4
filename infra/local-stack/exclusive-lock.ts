import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalStackError } from './local-stack-error.js';

/** Long enough for another process's first start, which downloads some 150 MB. */
const PATIENCE_MS = 10 * 60_000;

export type LockOptions = { resource: string; onWait: () => void; patienceMs?: number };

/**
 * Runs `work` while no other process of this machine runs work on the same resource.
 * The lock is a socket in Linux's abstract namespace: the kernel frees it when its holder dies, kill -9 included,
 * so there is no stale lock file to judge.
 */
export async function withExclusiveLock<T>(options: LockOptions, work: () => Promise<T>): Promise<T> {
  const lock = await acquire(options);
  try {
    return await work();
  } finally {
    await new Promise((resolve) => lock.close(resolve));
  }
}

async function acquire({ resource, onWait, patienceMs = PATIENCE_MS }: LockOptions): Promise<Server> {
  const path = `\0local-stack-${createHash('sha256').update(resource).digest('hex').slice(0, 32)}`;
  const deadline = Date.now() + patienceMs;
  let waited = false;
  for (;;) {
    const lock = await tryToHold(path);
    if (lock) return lock;
    if (Date.now() > deadline) throw stillBusy(resource);
    if (!waited) onWait();
    waited = true;
    await delay(200);
  }
}

function tryToHold(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path }, () => {
      server.unref();
      resolve(server);
    });
  });
}

const stillBusy = (resource: string): LocalStackError =>
  new LocalStackError(
    'LOCAL_STACK_BUSY',
    { zh: `另一个进程正在启动或停止 ${resource}`, en: `Another process has been starting or stopping ${resource}` },
    { zh: '等它结束，或结束它以后重试', en: 'wait for it, or end it, and try again' },
  );
