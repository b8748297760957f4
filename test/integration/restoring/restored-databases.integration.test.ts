import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKafka } from '../../../infra/kafka/kafka-client.js';
import { withAdmin } from '../../../infra/kafka/topic-admin.js';
import { createPool } from '../../../infra/postgres/pool.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { eventTopic } from '../../../schemas/topics.js';
import { HR_BUREAU } from '../../../services/cli/credentials/own-clients.js';
import { openInstallation } from '../../../services/cli/installation.js';
import { clientOf, readRunningHub } from '../../../services/cli/running-hub.js';
import type { Receipt } from '../../../services/intake/receipts/receipt.js';
import { stackUnderTest, testLogger, waitUntil } from '../../stack/fixtures.js';
import { startHubUnderTest, type HubUnderTest } from '../cli/hub-under-test.js';

/*
 * Each of the hub's databases in turn is put back to a backup, after more was accepted and applied. The restored system
 * finds out what it lacks, gets it from the others, closes its books and says the same as before.
 */
type Row = Record<string, string | null>;

const DEPARTMENT = 'health-commission';
const FEED = 'occupational-disease';
const SOURCE = 'hc-one';
const LEDGER = `intake-${DEPARTMENT}`;

let hub: HubUnderTest;
let backup: string;
/** What the dataset said before anything was restored. */
let digest: string;

beforeAll(async () => {
  hub = await startHubUnderTest({}, (home) => {
    mkdirSync(join(home, 'config'), { recursive: true });
    // An intake without a source does not start.
    const sources = [
      source(SOURCE, DEPARTMENT, FEED),
      source('hr-one', 'human-resources', 'injury-determination'),
      source('em-one', 'emergency-management', 'work-safety-accident'),
    ];
    writeFileSync(join(home, 'config', 'sources.json'), JSON.stringify(sources), { mode: 0o600 });
  });
}, 200_000);
afterAll(() => hub?.close(), 60_000);

function source(sourceId: string, department: string, feed: string) {
  return {
    ...{ sourceId, department, reportingUnit: '220000', name: '示例系统', validFrom: '2016-01-01' },
    eventTypes: [feed, 'period-statement'],
    keys: [{ keyId: 'test', key: Buffer.alloc(32, sourceId).toString('base64') }],
  };
}

const valid = (
  JSON.parse(readFileSync(join(projectRoot(), 'connectors', DEPARTMENT, FEED, 'samples', 'valid.json'), 'utf8')) as {
    row: Row;
  }
).row;

/** The seventeen digits before the check digit tell the persons apart. */
const card = (at: number, over: Row = {}): Row => ({
  ...valid,
  ...{ reportCardNumber: `H-${at}`, certificateNumber: `吉职诊字2021第${at}号`, workerCertificateNumber: null },
  workerName: `测试${'甲乙丙丁戊己庚辛'.charAt(at)}`,
  ...over,
});

const BEFORE = [card(0), card(1)];
/** A correction, and new persons. */
const AFTER = [card(1, { reason: '更正姓名', workerName: '测试改' }), card(2), card(3)];

async function submit(name: string, rows: readonly Row[], asOf: string): Promise<Receipt> {
  const file = join(hub.home, name);
  writeFileSync(file, JSON.stringify(rows));
  const { out, err } = await hub.hub(['submit', file, '--feed', FEED, '--source', SOURCE, '--as-of', asOf, '--json']);
  expect(err).toBe('');
  return JSON.parse(out) as Receipt;
}

async function everythingApplied(): Promise<void> {
  const books = async () => JSON.parse((await hub.hub(['balance', '--json'])).out) as Books;
  await waitUntil(
    'the books close with nothing under way',
    async () => {
      const { closed, rows } = await books();
      return closed && rows.every(({ waiting, inFlight }) => waiting === 0 && inFlight === 0);
    },
    60_000,
  );
  const bureau = clientOf(readRunningHub(hub.home), openInstallation(hub.env).clients, HR_BUREAU);
  await waitUntil(
    'the vault has judged everybody',
    async () => {
      const progress = await bureau.get<{ unresolvedReferences: number }>(
        `${readRunningHub(hub.home).queryApiUrl}/v1/progress`,
      );
      return progress.unresolvedReferences === 0;
    },
    60_000,
  );
}
type Books = { closed: boolean; rows: { waiting: number; inFlight: number; applied: number; submitted: number }[] };

async function liveDigest(): Promise<string> {
  const { code, out } = await hub.hub(['rebuild', '--json']);
  expect([code, out]).toEqual([0, expect.stringContaining('"equal":true')]);
  return (JSON.parse(out) as { liveDatasetDigest: string }).liveDatasetDigest;
}

const restore = (part: string) => hub.hub(['restore', part, '--from', join(backup, part)]);

async function inDatabase<T>(url: string, sql: string): Promise<T[]> {
  const pool = createPool(url, { max: 1, applicationName: 'test' });
  try {
    return (await pool.query(sql)).rows as T[];
  } finally {
    await pool.end();
  }
}

test('a backup is taken while the hub works, and can be verified', async () => {
  expect((await submit('before.json', BEFORE, '2024-01-31')).rows).toMatchObject({ new: 2, rejected: 0 });
  await everythingApplied();
  const { code, out } = await hub.hub(['backup', 'write', '--to', join(hub.home, 'backup'), '--json']);
  expect(code).toBe(0);
  const written = JSON.parse(out) as { folder: string; parts: { part: string; rows: number }[] };
  backup = written.folder;
  expect(written.parts.map(({ part }) => part)).toEqual(expect.arrayContaining(['dataset', 'identity-vault', LEDGER]));
  expect((await hub.hub(['backup', 'verify', join(backup, 'dataset')])).out).toContain('完好');

  expect((await submit('after.json', AFTER, '2024-02-29')).rows).toMatchObject({ new: 2, corrected: 1, rejected: 0 });
  await everythingApplied();
  digest = await liveDigest();
}, 120_000);

test('nothing is restored under a running hub, nor out of a damaged backup', async () => {
  const inUse = await restore('dataset');
  expect([inUse.code, inUse.err]).toEqual([1, expect.stringContaining('数据库正在使用')]);
  await hub.stop();
  const damaged = join(backup, 'identity-vault', 'person.copy.gz');
  const whole = readFileSync(damaged);
  appendFileSync(damaged, 'x');
  const refused = await restore('identity-vault');
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('person.copy.gz')]);
  writeFileSync(damaged, whole);
  const mistaken = await hub.hub(['restore', 'dataset', '--from', join(backup, 'identity-vault')]);
  expect([mistaken.code, mistaken.err]).toEqual([1, expect.stringContaining('identity-vault')]);
}, 60_000);

test('a restored ledger takes a new epoch, gets back what it lost, and counts nothing twice', async () => {
  expect((await restore(LEDGER)).code).toBe(0);
  const url = readRunningHub(hub.home).databases.intake[DEPARTMENT] ?? '';
  const versions = 'SELECT record_id, ledger_epoch, verdict FROM record_version ORDER BY ledger_epoch, ledger_seq';
  expect(await inDatabase(url, versions)).toHaveLength(2);
  await hub.start();
  await everythingApplied();
  expect(await inDatabase(url, versions)).toEqual(
    ['H-0', 'H-1', 'H-1', 'H-2', 'H-3'].map((record_id) => ({ record_id, ledger_epoch: 1, verdict: 'APPLIED' })),
  );
  const [{ epoch, open }] = (await inDatabase<{ epoch: number; open: boolean }>(
    url,
    'SELECT epoch, open FROM ledger_epoch',
  )) as [{ epoch: number; open: boolean }];
  expect([epoch > 1_000_000, open]).toEqual([true, true]);

  // The clerk does not know what was lost, and sends it all again.
  const again = await submit('after.json', AFTER, '2024-02-29');
  expect(again.rows).toMatchObject({ unchanged: 3, new: 0, corrected: 0 });
  const more = await submit('more.json', [card(4), card(0, { reason: '更正', workerName: '测试新' })], '2024-03-31');
  expect(more.rows).toMatchObject({ new: 1, corrected: 1 });
  await everythingApplied();
  digest = await liveDigest();
}, 180_000);

test('a restored dataset gets from the ledgers what Kafka no longer has', async () => {
  await hub.stop();
  const { brokers } = stackUnderTest();
  const kafka = createKafka({ brokers, clientId: 'test', logger: testLogger() });
  const topic = eventTopic(hub.namespace, DEPARTMENT, FEED);
  await withAdmin(kafka, async (admin) => {
    const ends = await admin.fetchTopicOffsets(topic);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic, partitions });
  });
  expect((await restore('dataset')).code).toBe(0);
  const url = readRunningHub(hub.home).databases.dataset;
  const [before] = await inDatabase<{ generation: string }>(url, 'SELECT generation FROM dataset_generation');
  await hub.start();
  await waitUntil(
    'the ledgers have sent again what it lacks',
    async () => {
      const [{ count } = { count: 0 }] = await inDatabase<{ count: number }>(url, 'SELECT count(*) FROM event_version');
      return count === 7;
    },
    60_000,
  );
  await everythingApplied();
  expect(await inDatabase(url, 'SELECT generation FROM dataset_generation')).not.toEqual([before]);
  expect(await liveDigest()).toBe(digest);
}, 180_000);

test('a restored vault judges again whom it has forgotten, and its new word counts', async () => {
  await hub.stop();
  expect((await restore('identity-vault')).code).toBe(0);
  await hub.start();
  const { databases } = readRunningHub(hub.home);
  const resolved = 'SELECT count(*) FROM reference_resolution WHERE sequence > 0';
  await waitUntil(
    'everybody is judged again',
    async () => {
      const [{ count } = { count: 0 }] = await inDatabase<{ count: number }>(databases.vault, resolved);
      return count >= 7;
    },
    60_000,
  );
  await everythingApplied();
  type Said = { identity_ref: string; person_id: string };
  const told = 'SELECT identity_ref, person_id FROM person_reference ORDER BY identity_ref';
  const kept = `SELECT reference AS identity_ref, person_id::text FROM reference_resolution WHERE sequence > 0 ORDER BY reference`;
  await waitUntil(
    'the dataset says what the vault says',
    async () => {
      const said = await inDatabase<Said>(databases.dataset, told);
      return JSON.stringify(said) === JSON.stringify(await inDatabase<Said>(databases.vault, kept));
    },
    60_000,
  );
  expect(await liveDigest()).toBe(digest);
}, 180_000);
