import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LocalStackError } from './local-stack-error.js';

export const HOST = '127.0.0.1';

/** Below Linux's ephemeral range (32768 on), so that no outgoing connection sits on a remembered port at a restart. */
const [LOWEST, BEYOND_HIGHEST] = [21_000, 32_000];

/** A port that nobody listens on, and that is not reserved (chosen a moment ago, not yet listened on). */
export async function chooseFreePort(isReserved: (port: number) => boolean): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = randomInt(LOWEST, BEYOND_HIGHEST);
    if ((await isPortFree(port)) && !isReserved(port)) return port;
  }
  throw new LocalStackError(
    'NO_FREE_PORT',
    { zh: `本机 ${LOWEST}–${BEYOND_HIGHEST - 1} 没有空闲端口`, en: `No free port in ${LOWEST}-${BEYOND_HIGHEST - 1}` },
    { zh: '结束占用端口的程序后重试', en: 'end programs that hold ports and try again' },
  );
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
