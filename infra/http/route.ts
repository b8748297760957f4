import type { Request, Response } from 'express';
import type { z } from 'zod';
import { ServiceFailure } from '../process/service-failure.js';

/** Who calls, as the token issuer says. */
export type Principal = {
  subject: string;
  /** Rights. */
  scopes: ReadonlySet<string>;
  /** Null: of no department (the joint meeting's office, an operator). */
  department: string | null;
  /** Sources that the caller may write; `['*']` = all. */
  sources: readonly string[];
  /** End of the key that the caller proved itself with, epoch milliseconds; absent when the issuer does not tell. */
  keyNotAfter?: number;
};

/**
 * Reads the `Authorization` header.
 *
 * @throws HttpProblem 401 without a valid token, 503 when the issuer is unreachable
 */
export type TokenVerifier = (authorizationHeader: string | undefined) => Promise<Principal>;

export type RouteResponse = {
  description: string;
  /** JSON body; absent when the answer is not JSON or empty. */
  schema?: z.ZodType;
  /** Media type of an answer that is not JSON. */
  contentType?: string;
  /** Media types that the caller may ask for instead of JSON. */
  contentTypes?: readonly string[];
};

/** A declared route: what is not declared is not served, and what is declared is in `/openapi.json`. */
export type Route = {
  method: 'get' | 'post';
  /** Express path, e.g. `/v1/feeds/:feed/batches`. */
  path: string;
  /** Scope that the caller needs, or `public`. There is no default. */
  right: string;
  /** Chinese. */
  summary: string;
  request?: {
    query?: z.ZodObject;
    params?: z.ZodObject;
    /** For the API description only: bodies are read by the handler. */
    bodyDescription?: string;
    body?: z.ZodType;
  };
  responses: Record<number, RouteResponse>;
  /** Query and params are parsed by then: `parsedQuery(response, schema)`, `parsedParams(response, schema)`. */
  handle: (request: Request, response: Response, principal: Principal) => Promise<void>;
  /** Runs before a 403 for want of the right is answered, e.g. to audit it. */
  denied?: (request: Request, principal: Principal) => Promise<void>;
};

/** The principal of public routes. */
export const NOBODY: Principal = { subject: 'anonymous', scopes: new Set(), department: null, sources: [] };

/** The query as the route's zod schema parsed it: defaults filled in, texts coerced. */
export function parsedQuery<S extends z.ZodObject>(response: Response, _schema: S): z.infer<S> {
  return response.locals['query'] as z.infer<S>;
}

/** The path parameters as the route's zod schema parsed them. */
export function parsedParams<S extends z.ZodObject>(response: Response, _schema: S): z.infer<S> {
  return response.locals['params'] as z.infer<S>;
}

/** Deny by default: refuses, at start, a table with a route that declares no right or is declared twice. */
export function assertDeclared(routes: readonly Route[]): void {
  const seen = new Set<string>();
  for (const route of routes) {
    const name = `${route.method.toUpperCase()} ${route.path}`;
    // Types do not hold at the border to plain JavaScript or an empty constant.
    const right = typeof route.right === 'string' ? route.right.trim() : '';
    const fault = right === '' ? 'declares no right' : seen.has(name) ? 'is declared twice' : null;
    if (fault) {
      throw new ServiceFailure(
        `Route ${name} ${fault}. Declare each route once, with the scope it needs, or 'public' when anyone may call it.`,
        { code: 'ROUTE_UNDECLARED', retriable: false },
      );
    }
    seen.add(name);
  }
}
