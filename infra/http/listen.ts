import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type express from 'express';
import { v4 as uuidv4 } from 'uuid';
import { problemBody } from './http-problem.js';
import { problemOfStatus } from './problem-of.js';

/** Requests that are under way when the service stops may take this long before their connections are cut. */
const DRAIN_MS = 10_000;

const statusOfParserError: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Bytes that are no HTTP never reach Express; they too are answered as a problem. */
function answerParserError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOfStatus(statusOfParserError[error.code ?? ''] ?? 400);
  const body = JSON.stringify(problemBody(problem, uuidv4()));
  socket.end(
    `HTTP/1.1 ${problem.status} Refused\r\nConnection: close\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** `Expect` other than 100-continue: Node itself would answer without a word. */
function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const problem = problemOfStatus(417);
  response
    .writeHead(problem.status, { Connection: 'close', 'Content-Type': 'application/problem+json' })
    .end(JSON.stringify(problemBody(problem, uuidv4())));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close((error) => {
      clearTimeout(cut);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * @param port 0 takes any free port
 * @returns the port taken; `close` stops accepting and waits for requests under way
 */
export function listen(
  app: express.Express,
  host: string,
  port: number,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(app).on('clientError', answerParserError).on('checkExpectation', answerExpectation);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({ port: (server.address() as AddressInfo).port, close: () => close(server) });
    });
  });
}
