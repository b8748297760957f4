import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../stack/fixtures.js';
import { sampleRow } from '../intake/intake-under-test.js';
import { startHubUnderTest, type HubUnderTest } from './hub-under-test.js';

const SOURCE = 'hc-jilin-disease-reports';
const FEED = 'occupational-disease';

let hub: HubUnderTest;
const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await hub.hub([...args, '--json'])).out) as T;
const file = (name: string) => join(hub.home, name);
const submit = (name: string, ...more: string[]) =>
  hub.hub(['submit', file(name), '--feed', FEED, '--source', SOURCE, ...more]);

beforeAll(async () => {
  hub = await startHubUnderTest();
  const good = await sampleRow({ reportCardNumber: 'ZYB-CLI-1' });
  const bad = await sampleRow({ reportCardNumber: 'ZYB-CLI-2', disease: '99999' });
  writeFileSync(file('good.ndjson'), JSON.stringify(good));
  writeFileSync(file('mixed.json'), JSON.stringify([good, bad]));
}, 200_000);
afterAll(() => hub?.close(), 60_000);

describe('the hub on the command line', () => {
  test('is found ready by status and doctor', async () => {
    const status = await json<{ services: { state: string; pid: number; residentMiB: number }[] }>('status');
    expect(status.services.map(({ state }) => state)).toEqual(Array(6).fill('ready'));
    expect(status.services.every(({ pid, residentMiB }) => pid > 0 && residentMiB > 10)).toBe(true);
    const { code, out } = await hub.hub(['doctor']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/✔ 契约：\d+ 项均已登记/) });
    expect(out).not.toMatch(/✘/);
  }, 60_000);

  test('checks a file without keeping anything', async () => {
    const tried = await submit('mixed.json', '--dry-run');
    expect(tried.code).toBe(2);
    expect(tried.out).toMatch(/只检查，未保存\n共 2 行：新增 1，.*退回 1\n {2}第 2 行：「职业病代码」/);
    const { code, out } = await hub.hub(['lookup', FEED]);
    expect([code, out]).toEqual([0, '没有符合条件的记录。\n']);
  }, 60_000);

  test('submits, follows the receipt into the dataset and finds the record with its versions', async () => {
    const sent = await submit('good.ndjson', '--as-of', '2024-06-01');
    expect([sent.code, sent.err]).toEqual([0, '']);
    const batchId = /批次 ([0-9a-f-]{36})/.exec(sent.out)?.[1] ?? '';
    const followed = await hub.hub(['receipt', batchId, '--wait']);
    expect([followed.code, followed.out]).toEqual([0, expect.stringContaining('：已进入共享数据集')]);
    const { records } = await json<{ records: { recordId: string }[] }>('lookup', FEED, '--source', SOURCE);
    expect(records.map(({ recordId }) => recordId)).toEqual(['ZYB-CLI-1']);
    const { out } = await hub.hub(['lookup', FEED, SOURCE, 'ZYB-CLI-1']);
    expect(out).toMatch(/1 个版本\n● .*（现行）[^]*报告卡编号：ZYB-CLI-1/);
  }, 90_000);

  test('ends with 2 when rows were rejected, and their receipt says so again', async () => {
    const sent = await submit('mixed.json', '--json');
    const receipt = JSON.parse(sent.out) as { batchId: string; rows: { unchanged: number; rejected: number } };
    expect([sent.code, receipt.rows.rejected]).toEqual([2, 1]);
    const again = await hub.hub(['receipt', receipt.batchId, '--department', 'health-commission']);
    expect([again.code, again.out]).toEqual([2, expect.stringContaining('退回 1')]);
    const saved = await hub.hub(['receipt', receipt.batchId, '--rejects', file('退回.csv')]);
    expect([saved.code, saved.out]).toEqual([2, expect.stringContaining('退回的 1 行已写入')]);
    expect(readFileSync(file('退回.csv'), 'utf8')).toContain('需修改的列');
    writeFileSync(file('改好.csv'), readFileSync(file('退回.csv'), 'utf8').replace('99999', '01001'));
    expect((await submit('改好.csv', '--dry-run')).out).toContain('共 1 行：新增 1');
  }, 60_000);

  test('fetches the official template of a feed', async () => {
    const { code } = await hub.hub(['template', FEED, '--out', file('模板.xlsx')]);
    expect([code, readFileSync(file('模板.xlsx')).subarray(0, 2).toString()]).toEqual([0, 'PK']);
    const unsaid = await hub.hub(['template', 'period-statement', '--out', file('说明.csv')]);
    expect([unsaid.code, unsaid.err]).toEqual([1, expect.stringContaining('--department')]);
  }, 60_000);

  test('verifies a receipt offline, with the file that was sent, and does not believe a changed one', async () => {
    writeFileSync(file('sent.json'), (await submit('mixed.json', '--json')).out);
    const verify = (...more: string[]) => hub.hub(['receipt', 'verify', ...more]);
    const said = await verify(file('sent.json'), '--content', file('mixed.json'));
    expect([said.code, said.err]).toEqual([0, '']);
    expect(said.out).toMatch(/✔ 回执未被改动，由“.*卫生健康.*”的报送服务签发.*\n.*\n.*退回 1.*\n✔ 该文件就是/);
    const other = await verify(file('sent.json'), '--content', file('good.ndjson'));
    expect([other.code, other.out]).toEqual([2, expect.stringContaining('✘ 该文件不是')]);
    const changed = JSON.parse(readFileSync(file('sent.json'), 'utf8')) as { rows: { rejected: number } };
    writeFileSync(file('changed.json'), JSON.stringify({ ...changed, rows: { ...changed.rows, rejected: 0 } }));
    const verdict = await verify(file('changed.json'), '--json');
    expect([verdict.code, JSON.parse(verdict.out)]).toEqual([2, expect.objectContaining({ kind: 'altered' })]);
    expect((await hub.hub(['receipt', 'rotate-key', '--department', 'health-commission'])).code).toBe(0);
    expect((await verify(file('sent.json'))).code).toBe(0);
    const noReceipt = await verify(file('good.ndjson'));
    expect([noReceipt.code, noReceipt.out]).toEqual([2, expect.stringContaining('✘ 这个文件不是有签名的回执')]);
    const noKeys = await verify(file('sent.json'), '--keys', file('sent.json'));
    expect([noKeys.code, noKeys.err]).toEqual([1, expect.stringContaining('不是回执公钥文件')]);
  }, 60_000);

  test('shows the operator batches of all departments, and sends one again without counting it twice', async () => {
    const pages = await json<{ department: string; batches: { batchId: string; rows: { rejected: number } }[] }[]>(
      ...['intake', 'list', '--state', 'rejected'],
    );
    const [batch] = pages.flatMap(({ batches }) => batches);
    expect([pages.length, batch?.rows.rejected]).toEqual([3, 1]);
    const [good] = (await json<typeof pages>('intake', 'list', '--source', SOURCE, '--state', 'applied')).flatMap(
      ({ batches }) => batches,
    );
    expect((await hub.hub(['intake', 'list', '--department', 'health-commission'])).out).toMatch(/行，退回 1/);
    expect((await hub.hub(['intake', 'show', batch?.batchId ?? ''])).code).toBe(2);
    expect((await hub.hub(['intake', 'rejects', batch?.batchId ?? ''])).out).toMatch(/^第 2 行：「职业病代码」/);
    const replayed = await hub.hub(['intake', 'replay', good?.batchId ?? '', '--reason', '演练：重新发送']);
    expect([replayed.code, replayed.out]).toEqual([0, expect.stringMatching(/1 个事件、\d+ 份密封身份已排队/)]);
    await waitUntil('the dataset has met the repetition', async () => {
      const { closed, apart } = await json<{ closed: boolean; apart: { repeatedDeliveries: number }[] }>('balance');
      return closed && apart.some(({ repeatedDeliveries }) => repeatedDeliveries > 0);
    });
    expect((await hub.hub(['intake', 'replay', '--reason', '演练：重新发送'])).err).toContain('--unapplied-since');
    const none = await json<{ events: number }[]>(
      'intake',
      'replay',
      '--unapplied-since',
      '2024-01-01',
      '--reason',
      '演练：重新发送',
    );
    expect(none.map(({ events }) => events)).toEqual([0, 0, 0]);
  }, 90_000);

  test('takes a file from the drop folder of its home', async () => {
    const folder = join(hub.home, 'drop', FEED, SOURCE);
    writeFileSync(join(folder, '.dropped.ndjson'), readFileSync(file('good.ndjson')));
    await new Promise((resolve) => setTimeout(resolve, 100));
    writeFileSync(join(folder, 'dropped.ndjson'), readFileSync(file('good.ndjson')));
    await waitUntil('the receipt is there', () =>
      readdirSync(join(folder, 'done')).includes('dropped.ndjson.回执.txt'),
    );
    const receipt = join(folder, 'done', 'dropped.ndjson.回执.json');
    expect((await hub.hub(['receipt', 'verify', receipt, '--content', file('good.ndjson')])).code).toBe(0);
  }, 60_000);

  test('lists gaps and writes their workbook', async () => {
    expect((await hub.hub(['gaps'])).out).toMatch(/^G1 /);
    const { code, out } = await hub.hub(['gaps', 'g1', '--as-of', '2024-06-01']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^G1 .*（截至 2024-06-01）\n {2}红色/)]);
    expect((await hub.hub(['gaps', 'G1', '--out', file('g1.xlsx')])).code).toBe(0);
    expect(readFileSync(file('g1.xlsx')).subarray(0, 2).toString()).toBe('PK');
  }, 60_000);

  const mistakes: [string, string[], RegExp][] = [
    ['a file that is not there', ['submit', 'none.csv', '--feed', FEED, '--source', SOURCE], /none\.csv：找不到文件/],
    [
      'a feed that is none',
      ['submit', 'x.csv', '--feed', 'x', '--source', SOURCE],
      /没有报送项目 x。可用的有：.*occupational-disease/,
    ],
    ['a source that is none', ['submit', 'x.csv', '--feed', FEED, '--source', 'x'], /没有登记报送 .* 的来源系统 x/],
    ['an unknown batch', ['receipt', '0b0c5a0e-7d7d-4c55-9d5a-2f0a3f6f7c11'], /没有批次/],
    ['a wrong batch number', ['receipt', 'x'], /请求参数不正确.*id/],
    ['an unknown event type', ['lookup', 'x'], /没有这种事件类型/],
    ['a wrong place', ['lookup', FEED, '--division', '2'], /division/],
    ['an unknown gap', ['gaps', 'G99'], /没有缺口规则 G99。可用的有：G1/],
    ['a wrong day', ['gaps', 'G1', '--as-of', 'x'], /asOf/],
    ['a missing option', ['submit', 'x.csv'], /缺少必需的选项 --feed/],
  ];
  test.each(mistakes)(
    'answers %s with one Chinese sentence and 1',
    async (_what, args, words) => {
      writeFileSync(file('x.csv'), 'a\n');
      const own = args.map((arg) => (arg === 'x.csv' ? file(arg) : arg));
      const { code, out, err } = await hub.hub(own);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(words);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
    },
    60_000,
  );

  test('tells mistakes as JSON when asked', async () => {
    for (const args of [['submit'], ['lookup', 'x']]) {
      const { code, err } = await hub.hub([...args, '--json']);
      expect([code, JSON.parse(err)]).toEqual([
        1,
        { error: { code: expect.any(String), message: expect.any(String) } },
      ]);
    }
  }, 60_000);

  test('prepares a deployment, again and again with the same keys', async () => {
    const at = {
      HUB_HOME: file('deployed'),
      OIDC_ISSUER_URL: 'http://oidc:8080',
      HUB_NAMESPACE: `${hub.namespace}-deployed`,
      HUB_CLIENTS_FILE: join(file('secrets'), 'oidc', 'clients.json'),
    };
    const prepare = () => hub.hub(['deploy', 'prepare', '--secrets', file('secrets')], at);
    expect(await prepare()).toEqual({
      code: 0,
      out: expect.stringContaining('已就绪'),
      err: expect.not.stringContaining('✘'),
    });
    const key = readFileSync(join(file('secrets'), 'identity-vault', 'vault-master-key'), 'utf8');
    expect(await prepare()).toEqual({
      code: 0,
      out: expect.stringContaining('已就绪'),
      err: expect.not.stringContaining('✘'),
    });
    expect(readFileSync(join(file('secrets'), 'identity-vault', 'vault-master-key'), 'utf8')).toBe(key);
    expect(readFileSync(join(file('secrets'), 'oidc', 'clients.json'), 'utf8')).not.toContain('"d"');
    const lacking = await hub.hub(['deploy', 'prepare', '--secrets', file('secrets')], { ...at, DATABASE_URL: '' });
    expect([lacking.code, lacking.err]).toEqual([1, expect.stringContaining('缺少环境变量 DATABASE_URL')]);
  }, 90_000);

  test('says what is wrong when the services have stopped', async () => {
    await hub.stop();
    expect((await hub.hub(['status'])).code).toBe(2);
    const { code, out } = await hub.hub(['doctor']);
    expect([code, out]).toEqual([2, expect.stringMatching(/✘ 服务 query-api：已停止\n {4}→ 运行 npm start。/)]);
  }, 60_000);
});
