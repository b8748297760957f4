import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { readDatasetMoment } from '../../services/dataset/commands.js';
import { booksClosed, type LedgerRow } from '../../services/cli/books.js';
import type { HubClient } from '../../services/cli/hub-client.js';
import { clerkOf, OPERATOR } from '../../services/cli/credentials/own-clients.js';
import { clientOf } from '../../services/cli/running-hub.js';
import type { ExportFile } from '../../services/demo-province/commands.js';
import { waitUntil } from '../stack/fixtures.js';
import { readDemoTruth, type DemoTruth } from './demo-truth.js';
import { createHubUnderTest, serviceProcessesOf, type HubUnderTest } from './hub-under-test.js';

/*
 * One dataset digest, whatever the order, however often, and whoever is killed meanwhile. All hubs of this file share
 * the first one's Kafka, registry and PostgreSQL, each under a namespace of its own; each has its own token issuer.
 */
const SMALL = ['--scale', '0.02', '--years', '2025'];
const SEED = process.env['E2E_SEED'] ?? randomBytes(4).toString('hex');

const hubs: HubUnderTest[] = [];
let reference: HubUnderTest;
let digest: string;
let truth: DemoTruth;

beforeAll(async () => {
  reference = added();
  const { code, output } = await reference.run('start', '--once', ...SMALL);
  if (code !== 0) throw new Error(`the reference run ended with ${code ?? 'a signal'}:\n${output}`);
  digest = reference.report().datasetDigest;
  truth = readDemoTruth(reference.home);
}, 120_000);

/** The stack is the first one's: it goes last. */
afterAll(async () => {
  for (const hub of hubs.reverse()) await hub.remove();
}, 120_000);

function added(more: NodeJS.ProcessEnv = {}): HubUnderTest {
  const hub = createHubUnderTest(more);
  hubs.push(hub);
  return hub;
}

function sharing(namespace: string): HubUnderTest {
  const { kafkaBrokers, schemaRegistryUrl, databaseUrl } = reference.running().endpoints;
  return added({
    HUB_NAMESPACE: namespace,
    KAFKA_BROKERS: kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: schemaRegistryUrl,
    DATABASE_URL: databaseUrl,
  });
}

test('the exports in another order, each sent twice, give the same dataset', async () => {
  const hub = sharing('other-order');
  const start = await hub.started('--no-demo');
  const files = shuffled([...truth.manifest.files, ...truth.manifest.files], SEED);
  log(`order of E2E_SEED=${SEED}: ${files.map((file) => truth.manifest.files.indexOf(file)).join(' ')}`);
  await inLanes(files, (file) => post(hub, file));
  await closeBooks(hub);
  expect(await digestOf(hub)).toBe(digest);
  expect(await appliedIn(hub)).toBe(await appliedIn(reference));
  start.child.kill('SIGTERM');
  expect((await start.ended).code).toBe(0);
}, 120_000);

test('a consolidator and an intake (with its relay) killed -9 while events are applied lose and double nothing', async () => {
  const hub = sharing('killed-services');
  const start = await hub.started('--no-demo');
  const total = await appliedIn(reference);
  const sending = inLanes(truth.manifest.files, (file) => post(hub, file));
  const [consolidator, intake] = ['consolidator', 'intake-human-resources'] as const;
  await waitUntil('a quarter of the events is applied', async () => (await appliedIn(hub)) >= total / 4, 60_000);
  // Frozen first, so that it has certainly not finished what is on the way when it dies.
  process.kill(pidOf(hub, consolidator), 'SIGSTOP');
  const reached = await waitUntil('more is accepted than is applied', () => moreThanApplied(hub), 60_000);
  const kills = [await killed(hub, [consolidator, intake])];
  await waitUntil(
    'the intake is back and goes on accepting',
    async () => isRunning(hub, intake) && (await acceptedIn(hub)) > reached,
    60_000,
  );
  kills.push(await killed(hub, [intake]));
  await sending;
  await closeBooks(hub);
  for (const { names, applied, accepted, unpublished } of kills) {
    log(
      `${names} killed: ${applied} of ${total} events applied, ${accepted} accepted, ${unpublished} not yet published`,
    );
    expect(applied).toBeGreaterThanOrEqual(0.1 * total);
    expect(applied).toBeLessThanOrEqual(0.9 * total);
    expect(applied).toBeLessThan(accepted);
  }
  expect(await digestOf(hub)).toBe(digest);
  expect(await appliedIn(hub)).toBe(total);
  expect(start.output().match(/意外退出/g)?.length).toBe(3);
  start.child.kill('SIGTERM');
  expect((await start.ended).code).toBe(0);
}, 180_000);

test('a main job whose starter was killed -9 half-way leaves no process, and run again it finishes', async () => {
  const hub = sharing('killed-starter');
  const total = await appliedIn(reference);
  const killed = hub.begin('start', '--once', ...SMALL);
  const applied = await waitUntil(
    'a third of the events is applied',
    async () => {
      const count = await appliedIn(hub);
      return count >= total / 3 && count;
    },
    90_000,
  );
  killed.child.kill('SIGKILL');
  expect(await killed.ended).toMatchObject({ signal: 'SIGKILL' });
  log(`starter killed with ${applied} of ${total} events applied`);
  expect(applied).toBeLessThanOrEqual(0.9 * total);
  await waitUntil('its services are gone', () => serviceProcessesOf(hub.home).length === 0, 40_000);

  const { code, output } = await hub.run('start', '--once', ...SMALL);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining(digest) as string });
  expect(hub.report()).toMatchObject({ closed: true, datasetDigest: digest });
  expect(await appliedIn(hub)).toBe(total);
}, 180_000);

type Kill = { names: string; applied: number; accepted: number; unpublished: number };

/** Ends these services at once; the counters are read afterwards, when they stand still. */
async function killed(hub: HubUnderTest, names: readonly string[]): Promise<Kill> {
  names.forEach((name) => process.kill(pidOf(hub, name), 'SIGKILL'));
  const counts = { applied: await appliedIn(hub), accepted: await acceptedIn(hub) };
  return { names: names.join(' and '), ...counts, unpublished: await inLedgers(hub, UNPUBLISHED) };
}

async function moreThanApplied(hub: HubUnderTest): Promise<number | false> {
  const [applied, accepted] = [await appliedIn(hub), await acceptedIn(hub)];
  return accepted > applied && accepted;
}

function pidOf(hub: HubUnderTest, name: string): number {
  const pid = hub.running().servicePids[name];
  if (!pid) throw new Error(`${name} does not run`);
  return pid;
}

function isRunning(hub: HubUnderTest, name: string): boolean {
  return serviceProcessesOf(hub.home).some((process) => process.startsWith(`${pidOf(hub, name)} `));
}

/** Each department sends its own files one after another, departments side by side. */
async function inLanes(files: readonly ExportFile[], send: (file: ExportFile) => Promise<void>): Promise<void> {
  const departments = [...new Set(files.map(({ department }) => department))];
  await Promise.all(
    departments.map(async (department) => {
      for (const file of files.filter((each) => each.department === department)) await send(file);
    }),
  );
}

const clients = new Map<string, HubClient>();

function clientAt(hub: HubUnderTest, clientId: string): HubClient {
  const key = `${hub.home} ${clientId}`;
  const known = clients.get(key) ?? clientOf(hub.running(), hub.installation().clients, clientId);
  clients.set(key, known);
  return known;
}

/** At the door that the department would use, with the patience that a department's own program has. */
async function post(hub: HubUnderTest, { department, feed, sourceId, asOf, path, contentType }: ExportFile) {
  const query = new URLSearchParams({ source: sourceId, ...(asOf ? { asOf } : {}) });
  const door = `${hub.running().intakeUrls[department] ?? ''}/v1/feeds/${feed}/batches?${query.toString()}`;
  await clientAt(hub, clerkOf(department)).postFile(door, join(truth.folder, path), contentType);
}

async function closeBooks(hub: HubUnderTest): Promise<void> {
  const { queryApiUrl, intakeUrls } = hub.running();
  const ledger = async () => {
    const sides = Object.entries(intakeUrls).map(
      async ([department, url]) =>
        (await clientAt(hub, clerkOf(department)).get<{ lines: LedgerRow[] }>(`${url}/v1/balance`)).lines,
    );
    return (await Promise.all(sides)).flat();
  };
  const silent = { update: () => undefined, stop: () => undefined };
  const books = await booksClosed({ client: clientAt(hub, OPERATOR), queryApiUrl, ledger }, silent, () => Date.now());
  expect(books.closed).toBe(true);
}

const digestOf = async (hub: HubUnderTest): Promise<string> =>
  (await readDatasetMoment(hub.running().databases.dataset)).datasetDigest;

const APPLIED = 'SELECT count(*)::int AS count FROM event_version';
const ACCEPTED = 'SELECT count(*)::int AS count FROM record_version';
const UNPUBLISHED = `${ACCEPTED} WHERE topic_offset IS NULL`;

const appliedIn = (hub: HubUnderTest): Promise<number> => counted(hub.running().databases.dataset, APPLIED);

const acceptedIn = (hub: HubUnderTest): Promise<number> => inLedgers(hub, ACCEPTED);

async function inLedgers(hub: HubUnderTest, question: string): Promise<number> {
  const counts = Object.values(hub.running().databases.intake).map((url) => counted(url, question));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count);
}

async function counted(connectionString: string, question: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(question);
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}

/** Fisher and Yates by a small generator (mulberry32), so that an order can be had again from its seed. */
function shuffled<T>(items: readonly T[], seed: string): T[] {
  let state = Number.parseInt(seed, 16) >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const result = [...items];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [result[at], result[other]] = [result[other] as T, result[at] as T];
  }
  return result;
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}
