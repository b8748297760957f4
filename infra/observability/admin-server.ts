import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.js';

export type Readiness = { ready: boolean; detail: Record<string, unknown> };

type AdminOptions = { host: string; port: number; metrics: Metrics; ready: () => Promise<Readiness> };

/** A probe that hangs says "not ready" before the orchestrator's own limit (1 s by default in Kubernetes is often raised to 5). */
const READY_LIMIT_MS = 4_000;

/**
 * `/livez` (the process answers), `/readyz` (200 or 503 with details) and `/metrics`, on a port of their own that is not
 * published to callers. Port 0 takes any free port.
 */
export async function startAdminServer(options: AdminOptions): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch(() => send(response, 500, { error: 'ADMIN_FAILED' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

async function answer(options: AdminOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '').split('?')[0];
  if (path === '/livez') return send(response, 200, { live: true });
  if (path === '/readyz') {
    const { ready, detail } = await readiness(options.ready);
    return send(response, ready ? 200 : 503, { ready, ...detail });
  }
  if (path === '/metrics') {
    const text = await options.metrics.registry.metrics();
    response.writeHead(200, { 'content-type': options.metrics.registry.contentType }).end(text);
    return;
  }
  send(response, 404, { error: 'NOT_FOUND', known: ['/livez', '/readyz', '/metrics'] });
}

async function readiness(ready: () => Promise<Readiness>): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Readiness>((resolve) => {
    timer = setTimeout(
      () => resolve({ ready: false, detail: { reason: 'the check did not answer in time' } }),
      READY_LIMIT_MS,
    );
  });
  try {
    return await Promise.race([ready(), limit]);
  } catch {
    return { ready: false, detail: { reason: 'the check failed' } };
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
