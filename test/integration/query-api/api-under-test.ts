import { createHttpApp } from '../../../infra/http/http-app.js';
import { HttpProblem } from '../../../infra/http/http-problem.js';
import { listen } from '../../../infra/http/listen.js';
import type { Principal } from '../../../infra/http/route.js';
import { queryApiRoutes } from '../../../services/query-api/query-api-routes.js';
import { testLogger, type TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, positions } from '../consolidator/dataset-under-test.js';
import type { Message } from '../consolidator/event-factory.js';

const rights = new Set(['dataset:read', 'balance:read']);
const all = ['*'];

/** Callers by token; a test may add its own. */
export const principals: Record<string, Principal> = {
  office: { subject: 'office', scopes: rights, department: null, sources: [] },
  bureau: { subject: 'bureau', scopes: rights, department: 'human-resources', sources: ['hr-cc'] },
  health: { subject: 'health', scopes: rights, department: 'health-commission', sources: all },
  emergency: { subject: 'emergency', scopes: rights, department: 'emergency-management', sources: ['em-jl'] },
  clerk: { subject: 'clerk', scopes: new Set(['intake:write']), department: 'human-resources', sources: all },
};

export type Answer = { status: number; type: string; body: Record<string, unknown> };

export type ApiUnderTest = {
  database: TestDatabase;
  url: string;
  /** Consolidates messages as if they came from Kafka now. */
  send: (...messages: Message[]) => Promise<void>;
  get: (caller: string, path: string) => Promise<Answer>;
  /** An answer that is no JSON. */
  download: (caller: string, path: string) => Promise<Response>;
  close: () => Promise<void>;
};

/** The real application on a database of its own; only the token issuer is replaced, by the table of callers above. */
export async function startApi(namespace: string, now: () => number): Promise<ApiUnderTest> {
  const database = await createDatasetUnderTest();
  const deps = depsOf(namespace);
  const position = positions();
  const app = createHttpApp({
    ...{ title: 'test', version: '1', routes: queryApiRoutes(database.pool, now), logger: testLogger() },
    verifier: (header) => Promise.resolve(principalOf(header)),
    requestsPerMinute: 100_000,
  });
  const server = await listen(app, '127.0.0.1', 0);
  const url = `http://127.0.0.1:${server.port}`;
  const download = (caller: string, path: string) =>
    fetch(`${url}${path}`, { headers: caller === '' ? {} : { authorization: `Bearer ${caller}` } });
  return {
    ...{ database, url, download },
    send: async (...messages) => {
      await apply(database.pool, messages.map(position), deps);
    },
    get: async (caller, path) => {
      const response = await download(caller, path);
      const type = response.headers.get('content-type') ?? '';
      return { status: response.status, type, body: (await response.json()) as Record<string, unknown> };
    },
    close: async () => {
      await server.close();
      await database.drop();
    },
  };
}

function principalOf(header: string | undefined): Principal {
  const principal = principals[header?.replace('Bearer ', '') ?? ''];
  if (principal) return principal;
  throw new HttpProblem({ status: 401, code: 'TOKEN_MISSING', title: '身份未确认', detail: '请提供访问令牌。' });
}
