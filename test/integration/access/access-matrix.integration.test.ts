import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../infra/process/project-root.js';
import { waitUntil } from '../../stack/fixtures.js';
import { accessDocument } from './access-document.js';
import {
  ACCESS,
  CALLERS,
  STRANGERS,
  declaredFor,
  declaredForStrangers,
  type CallerName,
  type StrangerName,
} from './access-table.js';
import { OWN, type Subject } from './asked.js';
import { startHubWithRecords, type HubWithRecords } from './hub-with-records.js';
import { badTokens, goodTokens } from './tokens.js';

let at: HubWithRecords;
let good: Record<CallerName, string>;
let bad: Record<StrangerName, string | undefined>;

beforeAll(async () => {
  at = await startHubWithRecords();
  good = await goodTokens(at);
  bad = await badTokens(at, good.desk);
}, 300_000);
afterAll(() => at?.hub.close(), 60_000);

const routes = Object.keys(ACCESS);
const callers = Object.keys(CALLERS) as CallerName[];
const strangers = Object.keys(STRANGERS) as StrangerName[];

function urlOf(service: string, { department }: Pick<Subject, 'department'>): string {
  const { consolidatorUrl, queryApiUrl, vaultUrl, intakeUrls } = at.running;
  if (service === 'consolidator') return consolidatorUrl;
  if (service === 'query-api') return queryApiUrl;
  return service === 'identity-vault' ? vaultUrl : (intakeUrls[department] ?? '');
}

async function ask(route: string, subject: Subject, token: string | undefined): Promise<Response> {
  const [service = ''] = route.split(' ');
  const [path, init = {}] = ACCESS[route]!.ask(subject);
  const headers = { ...init.headers, ...(token && { authorization: `Bearer ${token}` }) };
  return fetch(urlOf(service, subject) + path, { ...init, headers });
}

/** As the table writes it: the status, and whether a good answer shows anything of the source. */
async function answer(route: string, subject: Subject, token: string | undefined): Promise<string> {
  const response = await ask(route, subject, token);
  const body = await response.text();
  const { shows } = ACCESS[route]!;
  if (!response.ok || !shows) return String(response.status);
  const shown = shows(JSON.parse(body) as Record<string, unknown>, subject.sourceId);
  return shown ? `${response.status}` : `${response.status} ∅`;
}

const answersOf = (route: string, token: string | undefined): Promise<string[]> =>
  Promise.all(at.subjects.map((subject) => answer(route, subject, token)));

describe('who may do what', () => {
  // The API description is made from the very table of routes that is served, and describes all of it but itself.
  test('is declared for every route of every service, and for no other', async () => {
    const served = new Set<string>();
    const places = [
      ['query-api', OWN] as const,
      ['consolidator', OWN] as const,
      ['identity-vault', OWN] as const,
      ...Object.keys(at.running.intakeUrls).map((department) => ['intake', { department }] as const),
    ];
    for (const [service, place] of places) {
      const { paths } = (await (await fetch(`${urlOf(service, place)}/openapi.json`)).json()) as {
        paths: Record<string, Record<string, unknown>>;
      };
      for (const [path, methods] of Object.entries(paths)) {
        for (const method of Object.keys(methods)) served.add(`${service} ${method.toUpperCase()} ${path}`);
      }
    }
    expect([...served].sort()).toEqual([...routes].sort());
  });

  test.each(routes)('at %s: by caller, and by source', async (route) => {
    const row = ACCESS[route]!;
    const seen: Record<string, string[]> = {};
    for (const caller of callers) seen[caller] = await answersOf(route, good[caller]);
    const declared = callers.map((caller) => [caller, declaredFor(row, caller)]);
    expect(seen).toEqual(Object.fromEntries(declared));
    if (row.right === 'public') return;
    const refusal = await ask(route, at.subjects[0], good.nobody);
    expect(refusal.headers.get('www-authenticate')).toContain(`scope="${row.right}"`);
  });

  test.each(strangers)('%s opens no route', async (stranger) => {
    const token = bad[stranger];
    // A list may be two seconds old.
    if (stranger === 'revoked') await waitUntil('the revocation is known', () => isOutEverywhere(token));
    const seen = await Promise.all(routes.map(async (route) => [route, await answersOf(route, token)]));
    expect(seen).toEqual(routes.map((route) => [route, declaredForStrangers(ACCESS[route]!)]));
  });

  test('is written down in docs/access-matrix.md', () => {
    const file = join(projectRoot(), 'docs', 'access-matrix.md');
    // HUB_WRITE_DOCS=1 brings it up to date, once the tests above have found the table true.
    if (process.env['HUB_WRITE_DOCS']) writeFileSync(file, accessDocument());
    expect(readFileSync(file, 'utf8')).toBe(accessDocument());
  });
});

const isOutEverywhere = async (token: string | undefined): Promise<boolean> => {
  const closed = routes.filter((route) => ACCESS[route]!.right !== 'public');
  const answers = await Promise.all(closed.map((route) => answersOf(route, token)));
  return answers.flat().every((status) => status === '401');
};

describe('a department’s key', () => {
  const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await at.hub.hub([...args, '--json'])).out) as T;
  const balance = (token: string) => answer('intake GET /v1/balance', at.subjects[0], token);
  const tokenBy = async (...args: string[]) => (await at.hub.hub(['token', ...args])).out.trim();

  test('is issued to a file, opens its source’s door, is rotated, and is out within 5 s of its revocation', async () => {
    const file = (name: string) => join(at.hub.home, name);
    const issued = await at.hub.hub([
      'credentials',
      'issue',
      'dept',
      '--source',
      OWN.sourceId,
      '--out',
      file('1.json'),
    ]);
    expect(issued).toMatchObject({ code: 0, out: expect.stringMatching(/已签发客户端 dept 的密钥 .{8}，/), err: '' });
    const first = await tokenBy('--key', file('1.json'));
    expect(await balance(first)).toBe('200');
    const again = await at.hub.hub(['credentials', 'issue', 'dept', '--source', OWN.sourceId, '--out', file('2.json')]);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('换发请用 hub credentials rotate')]);

    await at.hub.hub(['credentials', 'rotate', 'dept', '--out', file('2.json')]);
    const second = await tokenBy('--key', file('2.json'));
    expect([await balance(second), await balance(await tokenBy('--key', file('1.json')))]).toEqual(['200', '200']);

    const { code } = await at.hub.hub(['credentials', 'revoke', 'dept']);
    const since = Date.now();
    await waitUntil('both tokens are refused', async () => {
      return (await balance(first)) === '401' && (await balance(second)) === '401';
    });
    expect([code, Date.now() - since < 5_000]).toEqual([0, true]);
    const refused = await at.hub.hub(['token', '--key', file('2.json')]);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('已吊销')]);
  }, 90_000);

  test('is made by the department itself and used with openssl and curl, word for word as the guide says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'department-'));
    try {
      const [submit = '', follow = '', makeKey = '', takeToken = '', call = ''] = guideScripts();
      run(folder, makeKey, {});
      const publicKey = ['--public-key', join(folder, 'my-key.public.json')];
      const { kid } = await json<{ kid: string }>(
        'credentials',
        'issue',
        'own-key',
        '--source',
        OWN.sourceId,
        ...publicKey,
      );
      const door = at.running.intakeUrls[OWN.department]!;
      const caller = { client: 'own-key', kid, issuer: at.running.endpoints.oidcIssuerUrl, door };
      const answered = run(folder, `${takeToken}\n${call}`, caller);
      expect(JSON.parse(answered)).toMatchObject({ department: OWN.department });

      // A row with all but one cell missing is rejected; its file comes back to be mended.
      const { feed, row } = at.subjects.find(({ sourceId }) => sourceId === OWN.sourceId)!;
      const columns = Object.keys(row);
      const cells = columns.map((_, nth) => (nth === 0 ? 'GUIDE-1' : ''));
      writeFileSync(join(folder, '报送.csv'), `${columns.join(',')}\n${cells.join(',')}\n`);
      const sent = { ...caller, feed, source: OWN.sourceId, file: '报送.csv' };
      const [, receipt = ''] = run(folder, `${takeToken}\n${submit}`, sent).split(/(?<=\})(?=\{)/);
      const { batchId, rows } = JSON.parse(receipt) as { batchId: string; rows: { rejected: number } };
      expect([rows.rejected, existsSync(join(folder, '模板.xlsx'))]).toEqual([1, true]);
      const followed = run(folder, `${takeToken}\n${follow}`, { ...caller, batch: batchId });
      expect(followed.split(batchId).length).toBeGreaterThan(2);
      expect(readFileSync(join(folder, '退回.xlsx')).subarray(0, 2).toString()).toBe('PK');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 90_000);

  test('is told of before it ends: status, doctor, the caller, a metric and the log', async () => {
    await json('credentials', 'issue', 'ending', '--source', OWN.sourceId, '--days', '20');
    const status = await at.hub.hub(['status']);
    expect(status.out).toMatch(/⚠ 客户端 ending 的密钥还有 (19|20) 天到期/);
    const doctor = await at.hub.hub(['doctor']);
    expect(doctor.out).toMatch(/⚠ 客户端密钥 ending：.*\n {4}→ 运行 hub credentials rotate ending 换发/);
    expect(doctor.out).toMatch(/✔ 吊销清单/);
    const response = await ask('intake GET /v1/balance', at.subjects[0], await tokenBy('ending'));
    expect(response.headers.get('hub-key-expires')).toMatch(/^\d{4}-/);
    const log = readFileSync(join(at.hub.home, 'logs', `intake-${OWN.department}.log`), 'utf8');
    expect(log).toMatch(/"client":"ending".*a client key ends within 30 days/);
    const ports = JSON.parse(readFileSync(at.installation.paths.ports, 'utf8')) as Record<string, { admin: number }>;
    const metrics = await fetch(`http://127.0.0.1:${ports[`intake-${OWN.department}`]!.admin}/metrics`);
    expect(await metrics.text()).toMatch(/caller_key_expires_seconds\{client="ending"/);
  }, 90_000);

  test('cannot be of two departments, of no source, or of one that is none', async () => {
    const issue = (...args: string[]) => at.hub.hub(['credentials', 'issue', ...args]);
    const mistakes = await Promise.all([
      issue('x', '--source', OWN.sourceId, '--source', 'em-other'),
      issue('x'),
      issue('x', '--source', 'none'),
      issue('../x', '--source', OWN.sourceId),
      at.hub.hub(['credentials', 'rotate', 'none']),
      at.hub.hub(['credentials', 'revoke', 'ending', '--key', 'none']),
    ]);
    expect(mistakes.map(({ code }) => code)).toEqual(mistakes.map(() => 1));
    const told = [
      '只能属于一个部门',
      '请用 --source',
      '没有登记来源系统',
      '客户端名称',
      '没有登记客户端',
      '没有这个密钥',
    ];
    told.forEach((words, nth) => expect(mistakes[nth]!.err).toContain(words));
  }, 90_000);
});

/** The shell commands of the departments' guide, in order. */
function guideScripts(): string[] {
  const guide = readFileSync(join(projectRoot(), 'docs', 'departments.md'), 'utf8');
  return [...guide.matchAll(/```sh\n(.*?)```/gs)].map(([, script]) => script ?? '');
}

const run = (folder: string, script: string, env: Record<string, string>): string =>
  execFileSync('sh', ['-euc', script], { cwd: folder, env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8' });
