import type { RequestHandler } from 'express';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';

/** Logs and measures requests by route pattern: URLs and their parameters never enter the log (promise 6). */
export function requestLog(logger: Logger, metrics: Metrics | undefined): RequestHandler {
  const seconds = metrics?.histogram('http_request_seconds', 'Duration of HTTP requests.', [
    'method',
    'route',
    'status',
  ]);
  return (request, response, next) => {
    const begun = performance.now();
    response.once('close', () => {
      const { requestId, route = 'unknown', subject } = response.locals as Record<string, string | undefined>;
      const tookMs = performance.now() - begun;
      // A connection that went away before the answer has no status of its own; 499 is what proxies call it.
      const status = response.writableFinished ? response.statusCode : 499;
      seconds?.observe({ method: request.method, route, status: String(status) }, tookMs / 1000);
      logger.info({ requestId, method: request.method, route, status, subject, tookMs: Math.round(tookMs) }, 'request');
    });
    next();
  };
}
