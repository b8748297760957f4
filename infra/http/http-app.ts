import express from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { v4 as uuidv4 } from 'uuid';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import { HttpProblem, problemBody } from './http-problem.js';
import { createKeyExpiryWatch } from './key-expiry.js';
import { openApiDocument } from './openapi-document.js';
import { problemOf } from './problem-of.js';
import { parseParameters } from './request-parameters.js';
import { requestLog } from './request-log.js';
import { NOBODY, assertDeclared } from './route.js';
import type { Principal, Route, TokenVerifier } from './route.js';

export type HttpAppOptions = {
  title: string;
  version: string;
  routes: readonly Route[];
  verifier: TokenVerifier;
  logger: Logger;
  metrics?: Metrics;
  /** Requests a minute and client address; default 600. */
  requestsPerMinute?: number;
};

const DEFAULT_REQUESTS_PER_MINUTE = 600;

function forbidden(route: Route): HttpProblem {
  return new HttpProblem({
    status: 403,
    code: 'RIGHT_MISSING',
    title: '没有权限',
    detail: `此操作需要权限 ${route.right}，请向平台管理员申请。`,
    headers: { 'WWW-Authenticate': `Bearer realm="hub", error="insufficient_scope", scope="${route.right}"` },
  });
}

async function admit(route: Route, request: Request, verifier: TokenVerifier): Promise<Principal> {
  if (route.right === 'public') return NOBODY;
  const principal = await verifier(request.headers.authorization);
  if (principal.scopes.has(route.right)) return principal;
  await route.denied?.(request, principal);
  throw forbidden(route);
}

type Door = { verifier: TokenVerifier; watchKey: ReturnType<typeof createKeyExpiryWatch> };

function handlerOf(route: Route, { verifier, watchKey }: Door): RequestHandler {
  return async (request, response) => {
    response.locals['route'] = route.path;
    const principal = await admit(route, request, verifier);
    watchKey(principal, response);
    response.locals['subject'] = principal.subject;
    parseParameters(route, request, response);
    await route.handle(request, response, principal);
  };
}

function methodNotAllowed(methods: readonly string[]): RequestHandler {
  return (request) => {
    throw new HttpProblem({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      title: '不支持的请求方法',
      detail: `这个网址不支持 ${request.method}，可用的方法见 Allow 响应头。`,
      headers: { Allow: methods.join(', ') },
    });
  };
}

function notFound(): never {
  throw new HttpProblem({
    status: 404,
    code: 'ROUTE_UNKNOWN',
    title: '没有这个网址',
    detail: '请对照接口说明（/openapi.json）检查网址。',
  });
}

function tooManyRequests(): never {
  // Retry-After and RateLimit headers are set by the limiter itself.
  throw new HttpProblem({
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    title: '请求过于频繁',
    detail: '请按 Retry-After 响应头所示的秒数等待后重试。',
  });
}

/** Everything thrown ends here. An answer already begun can only be cut, so that it is not taken for complete. */
function answerProblem(logger: Logger) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const problem = problemOf(error);
    const requestId = String(response.locals['requestId']);
    if (problem.status >= 500 && !request.socket.destroyed) {
      logger.error({ err: error, requestId, code: problem.code, route: response.locals['route'] }, 'request failed');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const body = JSON.stringify(problemBody(problem, requestId));
    response.status(problem.status).set(problem.headers).type('application/problem+json').send(body);
  };
}

function described(options: HttpAppOptions): Route {
  const document = openApiDocument(options.title, options.version, options.routes);
  return {
    method: 'get',
    path: '/openapi.json',
    right: 'public',
    summary: '接口说明（OpenAPI 3.1）',
    responses: { 200: { description: 'OpenAPI 3.1' } },
    handle: async (_request, response) => {
      response.json(document);
    },
  };
}

function mount(app: express.Express, routes: readonly Route[], door: Door): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const here = routes.filter((route) => route.path === path);
    const mounted = app.route(path);
    for (const route of here) mounted[route.method](handlerOf(route, door));
    const methods = here.flatMap((route) => (route.method === 'get' ? ['GET', 'HEAD'] : [route.method.toUpperCase()]));
    mounted.all(methodNotAllowed(methods));
  }
}

function beforeRoutes(options: HttpAppOptions): RequestHandler[] {
  const begin: RequestHandler = (_request, response, next) => {
    response.locals['requestId'] = uuidv4();
    response.set({ 'X-Request-Id': response.locals['requestId'], 'Cache-Control': 'no-store' });
    next();
  };
  const limit = rateLimit({
    windowMs: 60_000,
    limit: options.requestsPerMinute ?? DEFAULT_REQUESTS_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: tooManyRequests,
  });
  return [begin, requestLog(options.logger, options.metrics), helmet(), limit];
}

/**
 * The declared routes as an Express application: deny by default, every refusal as problem+json, bodies unread.
 *
 * @throws ServiceFailure ROUTE_UNDECLARED when a route declares no right
 */
export function createHttpApp(options: HttpAppOptions): express.Express {
  const routes = [...options.routes, described(options)];
  assertDeclared(routes);
  const app = express().disable('x-powered-by').disable('etag');
  app.use(...beforeRoutes(options));
  const watchKey = createKeyExpiryWatch(options.logger, options.metrics, Date.now);
  mount(app, routes, { verifier: options.verifier, watchKey });
  app.use(notFound);
  app.use(answerProblem(options.logger));
  return app;
}
