import { connect } from 'node:net';
import pino from 'pino';
import { z } from 'zod';
import { ServiceFailure } from '../process/service-failure.js';
import { createHttpApp } from './http-app.js';
import type { HttpAppOptions } from './http-app.js';
import { HttpProblem } from './http-problem.js';
import { readJsonBody } from './json-body.js';
import { listen } from './listen.js';
import { parsedParams, parsedQuery } from './route.js';
import type { Route, TokenVerifier } from './route.js';

const querySchema = z.object({ limit: z.coerce.number().int().min(1).default(20), name: z.string().optional() });
const paramsSchema = z.object({ id: z.string().regex(/^\d+$/) });
const denied: string[] = [];
const logged: string[] = [];
const ok = { 200: { description: '好', schema: z.object({ limit: z.number() }).meta({ id: 'Answer' }) } };

const routes: Route[] = [
  {
    method: 'get',
    path: '/v1/items/:id',
    right: 'dataset:read',
    summary: '查询',
    request: { query: querySchema, params: paramsSchema },
    responses: ok,
    handle: async (_request, response, principal) => {
      const { limit } = parsedQuery(response, querySchema);
      response.json({ limit, id: parsedParams(response, paramsSchema).id, subject: principal.subject });
    },
    denied: async (_request, principal) => void denied.push(principal.subject),
  },
  {
    method: 'post',
    path: '/v1/items',
    right: 'public',
    summary: '提交',
    request: { bodyDescription: 'JSON' },
    responses: ok,
    handle: async (request, response) => void response.json(await readJsonBody(request, 64)),
  },
  {
    method: 'get',
    path: '/v1/failing',
    right: 'public',
    summary: '出错',
    request: { query: z.object({ kind: z.string() }) },
    responses: ok,
    handle: async (request, response) => {
      if (request.query['kind'] === 'away') throw new ServiceFailure('down', { code: 'X', retriable: true });
      if (request.query['kind'] === 'late') response.write('{"half":');
      throw new Error('secret 220102199003078515');
    },
  },
];

const verifier: TokenVerifier = async (header) => {
  if (!header) throw new HttpProblem({ status: 401, code: 'TOKEN_MISSING', title: '身份未确认', detail: '…' });
  const scopes = new Set(header.replace('Bearer ', '').split(' '));
  return { subject: 'clerk', scopes, department: null, sources: [] };
};

let base: string;
let port: number;
let stop: () => Promise<void>;

function appOf(more: Partial<HttpAppOptions> = {}) {
  const logger = pino({}, { write: (line: string) => void logged.push(line) });
  return createHttpApp({ title: '测试', version: '1.0.0', routes, verifier, logger, ...more });
}

beforeAll(async () => {
  const listening = await listen(appOf(), '127.0.0.1', 0);
  ({ port, close: stop } = listening);
  base = `http://127.0.0.1:${port}`;
});
afterAll(() => stop());

async function problemAt(path: string, init?: RequestInit): Promise<Record<string, unknown>> {
  const answer = await fetch(base + path, init);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const body = (await answer.json()) as Record<string, unknown>;
  expect(body).toMatchObject({ status: answer.status, title: expect.stringMatching(/\p{Script=Han}/u) });
  expect(body['detail']).toMatch(/./);
  expect(body['instance']).toMatch(/^urn:uuid:/);
  return { ...body, headers: Object.fromEntries(answer.headers) };
}
const asReader = { headers: { authorization: 'Bearer dataset:read' } };

describe('the door', () => {
  it('lets a caller with the right in, and parses query and path', async () => {
    const answer = await fetch(`${base}/v1/items/7?limit=5`, asReader);
    expect(await answer.json()).toEqual({ limit: 5, id: '7', subject: 'clerk' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await (await fetch(`${base}/v1/items/7`, asReader)).json()).toMatchObject({ limit: 20 });
  });

  it('asks callers without a token who they are', async () => {
    expect(await problemAt('/v1/items/7')).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
  });

  it('refuses a caller without the right, before looking at parameters, and tells the route', async () => {
    const refusal = await problemAt('/v1/items/x', { headers: { authorization: 'Bearer other' } });
    expect(refusal).toMatchObject({ status: 403, code: 'RIGHT_MISSING' });
    expect(denied).toEqual(['clerk']);
  });

  it('does not start with a route that declares no right', () => {
    const undeclared = { ...routes[0], right: '' } as Route;
    expect(() => appOf({ routes: [undeclared] })).toThrow(/declares no right/);
    expect(() => appOf({ routes: [{ ...routes[0], right: undefined } as unknown as Route] })).toThrow(
      /declares no right/,
    );
  });

  it('limits the rate of a client', async () => {
    const narrow = await listen(appOf({ requestsPerMinute: 2 }), '127.0.0.1', 0);
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await fetch(`http://127.0.0.1:${narrow.port}/openapi.json`)).status);
    await narrow.close();
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe('a refusal', () => {
  it('names every wrong parameter, but not its value', async () => {
    const body = await problemAt('/v1/items/x9?limit=0&nmae=张三', asReader);
    expect(body).toMatchObject({ status: 400, code: 'PARAMETER_INVALID' });
    const errors = body['errors'] as { in: string; parameter: string; detail: string }[];
    expect(errors.map((error) => `${error.in} ${error.parameter}`)).toEqual(['path id', 'query limit', 'query nmae']);
    expect(JSON.stringify(body)).not.toMatch(/张三|x9/);
  });

  it.each([
    ['an unknown address', '/v1/nothing', {}, 404, 'ROUTE_UNKNOWN'],
    ['an address that cannot be decoded', '/v1/items/%E0%A4%A', asReader, 400, 'REQUEST_MALFORMED'],
    ['another method', '/v1/items', {}, 405, 'METHOD_NOT_ALLOWED'],
    ['a body that is not JSON', '/v1/items', post('{"a":'), 400, 'JSON_MALFORMED'],
    ['a body that is not UTF-8', '/v1/items', post(Buffer.from([0x22, 0xff, 0x22])), 400, 'JSON_MALFORMED'],
    ['a body that is too large', '/v1/items', post(`"${'x'.repeat(100)}"`), 413, 'BODY_TOO_LARGE'],
    ['a body of another type', '/v1/items', post('a=1', 'text/plain'), 415, 'MEDIA_TYPE_UNSUPPORTED'],
  ])('of %s is a problem', async (_what, path, init, status, code) => {
    expect(await problemAt(path, init as RequestInit)).toMatchObject({ status, code });
  });

  it('of a method says which there are', async () => {
    expect(await problemAt('/v1/items')).toMatchObject({ headers: { allow: 'POST' } });
  });

  it('of a streamed body comes when the limit is passed', async () => {
    const body = new ReadableStream({
      start: (controller) => {
        for (let i = 0; i < 10; i += 1) controller.enqueue(Buffer.alloc(20, 0x20));
        controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } };
    expect(await problemAt('/v1/items', init as RequestInit)).toMatchObject({ status: 413 });
  });

  it('of bytes that are no HTTP is a problem too', async () => {
    const answer = await rawAnswer('nonsense\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('REQUEST_MALFORMED');
    expect(await rawAnswer(`GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
    const expecting = await rawAnswer('POST /v1/items HTTP/1.1\r\nhost: x\r\nexpect: wonders\r\n\r\n');
    expect(expecting).toMatch(/^HTTP\/1.1 417 /);
    expect(expecting).toContain('EXPECTATION_UNSUPPORTED');
  });
});

describe('a failure', () => {
  it('is a 500 that tells nothing, and is logged with the number that the caller has', async () => {
    const body = await problemAt('/v1/failing?kind=bug');
    expect(body).toMatchObject({ status: 500, code: 'INTERNAL_ERROR' });
    expect(JSON.stringify(body)).not.toMatch(/secret|220102|at /);
    const requestId = String(body['instance']).replace('urn:uuid:', '');
    expect(logged.find((line) => line.includes(requestId) && line.includes('request failed'))).toBeDefined();
  });

  it('that passes by itself is a 503 with Retry-After', async () => {
    expect(await problemAt('/v1/failing?kind=away')).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  });

  it('in the middle of an answer cuts the connection', async () => {
    await expect(fetch(`${base}/v1/failing?kind=late`).then((answer) => answer.text())).rejects.toThrow();
  });
});

describe('the log', () => {
  it('names routes, never addresses', async () => {
    await fetch(`${base}/v1/items/4711?name=nobody`, asReader);
    const lines = logged.join('');
    expect(lines).toContain('/v1/items/:id');
    expect(lines).not.toMatch(/4711|nobody/);
  });
});

describe('the API description', () => {
  it('is generated from the declared routes', async () => {
    const document = (await (await fetch(`${base}/openapi.json`)).json()) as Record<string, never>;
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: '测试', version: '1.0.0' },
      paths: {
        '/v1/items/{id}': {
          get: {
            summary: '查询',
            security: [{ token: ['dataset:read'] }],
            parameters: expect.arrayContaining([
              expect.objectContaining({ in: 'path', name: 'id', required: true }),
              expect.objectContaining({ in: 'query', name: 'limit', required: false }),
            ]),
            responses: {
              200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Answer' } } } },
              403: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
            },
          },
        },
        '/v1/items': { post: { security: [], requestBody: { description: 'JSON' } } },
      },
    });
  });
});

function post(body: string | Buffer, contentType = 'application/json'): RequestInit {
  return {
    method: 'POST',
    body: body as unknown as RequestInit['body'],
    headers: { 'content-type': contentType },
  } as RequestInit;
}

function rawAnswer(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket
      .on('data', (chunk) => (answer += chunk.toString()))
      .on('close', () => resolve(answer))
      .on('error', reject);
  });
}
