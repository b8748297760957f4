import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaOf, registryOf } from '../../../services/cli/main-job.js';
import { readRunningHub } from '../../../services/cli/running-hub.js';
import { publishSources } from '../../../services/contracts/commands.js';
import { rebuild } from '../../../services/consolidator/commands.js';
import { waitUntil } from '../../stack/fixtures.js';
import { sampleRow } from '../intake/intake-under-test.js';
import { startHubUnderTest, type HubUnderTest } from './hub-under-test.js';

const SOURCE = 'hc-jilin-disease-reports';
const FEED = 'occupational-disease';

type Listed = { total: number; messages: { messageId: string; reasonCode: string; discarded: boolean }[] };

let hub: HubUnderTest;
let batchId: string;
const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await hub.hub([...args, '--json'])).out) as T;
const list = (...args: string[]) => json<Listed>('parked', 'list', ...args);
const because = ['--reason', '试运行数据，不应入库'];

beforeAll(async () => {
  hub = await startHubUnderTest();
}, 200_000);
afterAll(() => hub?.close(), 60_000);

/** Gives the source to a department, by the register alone. */
async function register(version: number, department: string): Promise<void> {
  const { endpoints } = readRunningHub(hub.home);
  const registration = {
    ...{ sourceId: SOURCE, version, department, reportingUnit: '220000', name: '职业病报告系统' },
    ...{ eventTypes: [FEED, 'period-statement'], replaces: null, validFrom: '2016-01-01', validTo: null },
  };
  await publishSources(kafkaOf(endpoints), registryOf(endpoints), hub.namespace, [registration]);
}

async function receiptSays(words: RegExp): Promise<string> {
  return waitUntil(
    `the receipt says ${String(words)}`,
    async () => {
      const { out } = await hub.hub(['receipt', batchId]);
      return words.test(out) ? out : null;
    },
    60_000,
  );
}

async function garbage(): Promise<void> {
  const producer = kafkaOf(readRunningHub(hub.home).endpoints).producer();
  await producer.connect();
  await producer.send({
    topic: `${hub.namespace}.human-resources.injury-determination.v1`,
    messages: [1, 2, 3].map((nth) => ({ key: `k${nth}`, value: `垃圾 ${nth}` })),
  });
  await producer.disconnect();
}

test('what was set aside is listed and shown with what to do about it, and nothing of its content', async () => {
  expect((await hub.hub(['parked', 'list'])).out).toBe('没有符合条件的搁置消息。\n');
  await garbage();
  const page = await waitUntil(
    'three messages are parked',
    async () => {
      const found = await list('--reason-code', 'WIRE_FORMAT');
      return found.total === 3 ? found : null;
    },
    60_000,
  );
  const { out } = await hub.hub(['parked', 'show', page.messages[0]!.messageId]);
  expect(out).toMatch(/不是枢纽的事件格式（WIRE_FORMAT .*）：人力资源社会保障.* injury-determination\n如何处理：/);
  expect(out).toMatch(/送达：\n {2}\S+injury-determination\.v1\[\d\]@\d+，.*，8 字节，无契约编号\n尚未作过决定。/);
  expect(out).not.toContain('垃圾');
  expect((await list('--department', 'health-commission')).total).toBe(0);
}, 90_000);

test('messages are discarded one by one, or by filter when their number is as expected', async () => {
  const [first] = (await list()).messages;
  const one = await hub.hub(['parked', 'discard', first!.messageId, ...because]);
  expect([one.code, one.out]).toEqual([0, expect.stringMatching(/^已记录决定 [0-9a-f-]{36}：1 条消息不再采用。/)]);
  const filter = ['--reason-code', 'WIRE_FORMAT'];
  const uncounted = await hub.hub(['parked', 'discard', ...filter, ...because]);
  expect([uncounted.code, uncounted.err]).toEqual([1, expect.stringContaining('须用 expected')]);
  const miscounted = await hub.hub(['parked', 'discard', ...filter, '--expected', '2', ...because]);
  expect([miscounted.code, miscounted.err]).toEqual([1, expect.stringContaining('符合条件的有 3 条，预期 2 条')]);
  expect((await hub.hub(['parked', 'discard', ...filter, '--expected', '3', ...because])).code).toBe(0);
  await waitUntil('all are discarded', async () => (await list('--state', 'discarded')).total === 3, 60_000);
  expect((await list('--state', 'parked')).total).toBe(0);
  const { out } = await hub.hub(['parked', 'show', first!.messageId]);
  expect(out.match(/ 不采用，operator：试运行数据，不应入库/g)).toHaveLength(2);
}, 90_000);

test('a department reads in its receipt that its record was discarded, and that it came in after all', async () => {
  await register(100, 'emergency-management');
  const file = join(hub.home, 'row.ndjson');
  writeFileSync(file, JSON.stringify(await sampleRow({ reportCardNumber: 'ZYB-PARKED-1' })));
  const sent = await hub.hub(['submit', file, '--feed', FEED, '--source', SOURCE, '--as-of', '2024-06-01']);
  batchId = /批次 ([0-9a-f-]{36})/.exec(sent.out)?.[1] ?? '';
  await receiptSays(/已搁置/);
  expect((await hub.hub(['parked', 'discard', '--source', SOURCE, '--expected', '1', ...because])).code).toBe(0);
  await receiptSays(/未采用|不采用/);
  await register(101, 'health-commission');
  const kept = await waitUntil(
    'it is kept out though nothing is wrong with it',
    async () => {
      const { messages } = await list('--source', SOURCE);
      return messages[0]?.reasonCode === 'DISCARDED' ? messages[0] : null;
    },
    60_000,
  );
  expect(kept.discarded).toBe(true);
  expect((await hub.hub(['parked', 'retry', kept.messageId, '--reason', '误判，撤销'])).code).toBe(0);
  await receiptSays(/已进入共享数据集/);
  expect((await hub.hub(['parked', 'retry', kept.messageId, '--reason', '再处理一次'])).err).toContain(
    '没有这条搁置的消息',
  );
  const { databases } = readRunningHub(hub.home);
  expect(await rebuild({ databaseUrl: databases.dataset, namespace: hub.namespace })).toMatchObject({ equal: true });
}, 120_000);

test('the archive of all this is as it came', async () => {
  const { code, out } = await hub.hub(['archive', 'verify']);
  expect([code, out]).toEqual([0, expect.stringMatching(/✔ 已核对归档 \d+ 条（\d+ 个主题分区）：.*全部相符/)]);
}, 60_000);

test('a scope is named once, and a reason is asked for', async () => {
  const said = async (...args: string[]) => (await hub.hub(['parked', ...args])).err;
  expect(await said('retry', ...because)).toContain('三者只写其一');
  expect(await said('retry', '--all', '--source', SOURCE, ...because)).toContain('三者只写其一');
  expect(await said('retry', '--all', '--reason', 'x')).toContain('reason（原因，5 至 200 字）');
  expect(await said('show', 'x')).toContain('须为 20 位编号');
}, 60_000);
