import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { connectors } from '../../connectors/generated/feed-index.js';
import { readClientCredential } from '../../infra/http/client-key.js';
import { fetchToken } from '../../infra/http/fetch-token.js';
import { ensureTopics } from '../../infra/kafka/topic-admin.js';
import { eventContract } from '../../schemas/generated/contract-index.js';
import { departmentTopic, eventTopic, hubTopic } from '../../schemas/topics.js';
import { declaredRules } from '../../schemas/record-check.js';
import type { Balance } from '../../services/cli/books.js';
import { clerkOf } from '../../services/cli/credentials/own-clients.js';
import { kafkaOf } from '../../services/cli/main-job.js';
import type { RunReport } from '../../services/cli/start.js';
import { demoFaults } from '../../services/demo-province/commands.js';
import { readDemoTruth, type DemoTruth } from './demo-truth.js';
import { faultCodes, notMadeByTheDemo } from './fault-codes.js';
import { createHubUnderTest, serviceProcessesOf, type Ended, type RunningCommand } from './hub-under-test.js';
import { createPersonalDataScan } from './personal-data-scan.js';
import {
  scanDatabases,
  scanLogs,
  scanProblems,
  scanQueryApi,
  scanReceipts,
  scanRegistry,
  scanTopics,
} from './personal-surfaces.js';
import {
  expectAnswersOfTruth,
  expectBooksOfTruth,
  expectFiguresOfTruth,
  expectPrintedFigures,
  expectRecordsOfTruth,
} from './told-by-truth.js';
import { endOffsets, topicsOf } from './topic-contents.js';

/** The size that `npm start` has by default: figures and rejects are compared at the size that people see. */
const SCALE = '0.1';

const hub = createHubUnderTest();
let first: { ended: Ended; report: RunReport; offsets: Record<string, string[]> };
let second: { ended: Ended; report: RunReport; offsets: Record<string, string[]> };
let truth: DemoTruth;
let running: RunningCommand;

/** Two runs of the main job, then the same hub left running for whoever asks. */
beforeAll(async () => {
  first = await runOnce();
  truth = readDemoTruth(hub.home);
  second = await runOnce();
  running = await hub.started('--no-demo');
}, 420_000);

afterAll(() => hub.remove(), 90_000);

async function runOnce(): Promise<typeof first> {
  const ended = await hub.run('start', '--once', '--scale', SCALE);
  if (ended.code !== 0) throw new Error(`hub start --once ended with ${ended.code ?? ended.signal}:\n${ended.output}`);
  return { ended, report: hub.report(), offsets: await offsetsNow() };
}

/** What the runs published; statements are left out, since a ledger states its unchanged rows too. */
async function offsetsNow(): Promise<Record<string, string[]>> {
  const topics = await allTopics();
  return endOffsets(
    kafkaOf(hub.running().endpoints),
    topics.filter((topic) => !topic.includes('.ledger-statement.')),
  );
}

const allTopics = (): Promise<string[]> => topicsOf(kafkaOf(hub.running().endpoints), hub.installation().namespace);

describe('The main job, from exports to briefing', () => {
  test('ends with closed books for every source that sent something, each equation checked again', () => {
    expectBooksOfTruth(first.report, truth);
  });

  test('holds as many records and versions as the truth', () => {
    expectRecordsOfTruth(first.report, truth);
  });

  test('run again reports every row unchanged, publishes nothing and has the same digest', () => {
    const right = (department: string) =>
      first.report.submissions
        .filter((file) => file.department === department)
        .reduce((sum, { path }) => sum + truth.lines.filter(({ file, fault }) => file === path && !fault).length, 0);
    for (const { department, accepted, unchanged } of second.report.departments) {
      expect({ department, accepted, unchanged }).toEqual({ department, accepted: 0, unchanged: right(department) });
    }
    expect(second.offsets).toEqual(first.offsets);
    expect(
      Object.values(first.offsets)
        .flat()
        .map(Number)
        .reduce((sum, high) => sum + high),
    ).toBeGreaterThan(1000);
    expect(second.report.datasetDigest).toBe(first.report.datasetDigest);
    expect(second.ended.output).toContain(first.report.datasetDigest);
    expect(second.report.closed).toBe(true);
  });
});

describe('The running hub', () => {
  test('tells by hub balance what run.json says', async () => {
    const { code, output } = await hub.run('balance', '--json');
    const said = JSON.parse(output) as { closed: boolean; rows: RunReport['balance']; apart: Balance['apart'] };
    expect({ code, ...said }).toEqual({
      code: 0,
      closed: true,
      rows: second.report.balance,
      apart: second.report.apart,
    });
  });

  test('makes the same dataset again from its archive', async () => {
    const { code, output } = await hub.run('rebuild', '--json');
    const result = JSON.parse(output) as Record<string, unknown>;
    expect({ code, ...result }).toMatchObject({ code: 0, equal: true, datasetDigest: first.report.datasetDigest });
    expect(result['stateDigest']).toBe(result['liveStateDigest']);
  });
});

describe('The rejects', () => {
  test('every fault that the demo province plants has a code that it must be found by', () => {
    for (const { feed, codes } of Object.entries(faultCodes).map(([feed, codes]) => ({ feed, codes }))) {
      const planted = demoFaults.filter((fault) => fault.feed === feed).map(({ fault }) => fault);
      expect({ feed, faults: Object.keys(codes).sort() }).toEqual({ feed, faults: planted.sort() });
    }
    const made = new Set(truth.lines.map(({ feed, fault }) => `${feed} ${fault ?? ''}`));
    expect(demoFaults.filter(({ feed, fault }) => !made.has(`${feed} ${fault}`))).toEqual([]);
  });

  test('every error that the rules declare is among those codes, or known not to be made', () => {
    const exported = new Set(truth.manifest.files.map(({ feed }) => feed));
    for (const feed of connectors.flatMap(({ feeds }) => feeds.filter((each) => exported.has(each.feed)))) {
      const declared = [...feed.rules, ...declaredRules(eventContract(feed.eventType))]
        .filter(({ severity }) => severity === 'error')
        .map(({ code }) => code);
      const covered = new Set([...Object.values(faultCodes[feed.feed] ?? {}), ...(notMadeByTheDemo[feed.feed] ?? [])]);
      expect({ feed: feed.feed, missing: declared.filter((code) => !covered.has(code)) }).toEqual({
        feed: feed.feed,
        missing: [],
      });
    }
  });
});

describe('The answers', () => {
  test('are the truth: rows refused, records linked, events told twice, diagnoses not filed for', async () => {
    await expectAnswersOfTruth(hub, first.report, truth);
  }, 60_000);

  test('show by hub lookup, in Chinese, what tells of the same event', async () => {
    const twice = truth.links.find(({ kind }) => kind === 'SAME_ACCIDENT');
    const { left, right } = twice ?? { left: { sourceId: '', recordId: '' }, right: { sourceId: '', recordId: '' } };
    const { code, output } = await hub.run('lookup', 'work-safety-accident', left.sourceId, left.recordId);
    expect(code).toBe(0);
    expect(output).toContain(`↔ 同一起事故重复报告：生产安全事故 ${right.sourceId} ${right.recordId}\n    依据：同一`);
  }, 30_000);
});

describe('The briefing', () => {
  test('of the last year has every number as the truth has it, in its figures and as printed', async () => {
    const file = second.report.filesWritten.find((name) => name.endsWith('.figures.json')) ?? '';
    expectFiguresOfTruth(file, truth, 2025);
    await expectPrintedFigures(file, second.report, truth);
  }, 60_000);

  test('of an earlier year, made on request, has them too', async () => {
    const outFile = join(hub.home, 'out', '2024.docx');
    const { code, output } = await hub.run('briefing', '--year', '2024', '--out', outFile);
    const written = ['.docx', '.xlsx', '.html', '.figures.json'].map((ending) => outFile.replace('.docx', ending));
    expect({ code, output }).toEqual({ code: 0, output: `${written.join('\n')}\n` });
    expectFiguresOfTruth(outFile.replace('.docx', '.figures.json'), truth, 2024);
    await expectPrintedFigures(outFile.replace('.docx', '.figures.json'), second.report, truth);
    expect(readFileSync(outFile).subarray(0, 2).toString()).toBe('PK');
  }, 60_000);
});

describe('Persons of the demo province', () => {
  test('are nowhere outside the departments and the vault', async () => {
    const scan = createPersonalDataScan(truth.persons);
    expect(await scanProblems(hub, scan, clumsiness())).toEqual(expect.not.arrayContaining([200, 202, 500]));
    await scanReceipts(hub, scan, [...first.report.submissions, ...second.report.submissions]);
    expect(await scanQueryApi(hub, scan, 2025)).toBeGreaterThan(3000);
    expect(await scanRegistry(hub, scan)).toBeGreaterThan(10);
    const { dataset, vault, intake } = hub.running().databases;
    expect(await scanDatabases([dataset, vault, ...Object.values(intake)], scan)).toBeGreaterThan(10_000);
    const records = await scanTopics(hub, scan, await allTopics());
    expect(usedTopics().filter((topic) => !records.get(topic))).toEqual([]);
    expect(scanLogs(hub, scan).length).toBeGreaterThan(8);
    for (const { ended } of [first, second]) scan.text('what hub start said', ended.output);
    scan.text('run.json', JSON.stringify([first.report, second.report]));
    expect(scan.leaks()).toEqual([]);
    expect(scan.scanned().bytes).toBeGreaterThan(10_000_000);
  }, 180_000);

  test('are found by the same scan when one is let out into an event or a log', async () => {
    const [one, other, short] = leakedPersons();
    const topic = `${hub.installation().namespace}.planted.v1`;
    const kafka = kafkaOf(hub.running().endpoints);
    await ensureTopics(kafka, [{ topic, partitions: 1 }]);
    const producer = kafka.producer();
    await producer.connect();
    const value = Buffer.concat([Buffer.from([0, 0, 0, 0, 1, 36]), Buffer.from(one.number ?? ''), Buffer.from([0, 2])]);
    await producer.send({ topic, messages: [{ key: 'planted', value }] });
    await producer.disconnect();
    const log = join(hub.home, 'logs', 'planted.log');
    writeFileSync(log, `${JSON.stringify({ msg: `no such worker: ${other.name}，请核对` })}\n`);
    appendFileSync(log, `${JSON.stringify({ worker: short.name })}\n`);

    const scan = createPersonalDataScan(truth.persons);
    await scanTopics(hub, scan, [topic]);
    scanLogs(hub, scan);
    const found = new Set(scan.leaks().map(({ where, kind }) => `${where}: ${kind}`));
    expect(found).toEqual(
      new Set([`${topic} bytes: certificate number`, `${log}: name`, `${log} msg: name`, `${log} worker: name`]),
    );
    expect(scan.leaks().map(({ person }) => person)).toEqual(
      expect.arrayContaining([one.person, other.person, short.person]),
    );
  }, 60_000);
});

/** Topics that the demo province's exports must have filled. */
function usedTopics(): string[] {
  const { namespace } = hub.installation();
  const ofFiles = truth.manifest.files.flatMap(({ department, feed }) => [
    eventTopic(namespace, department, feed),
    ...(['identity', 'outcome', 'ledger-statement'] as const).map((protocol) =>
      departmentTopic(namespace, department, protocol),
    ),
  ]);
  return [...new Set(ofFiles), hubTopic(namespace, 'person-resolution'), hubTopic(namespace, 'source')];
}

function leakedPersons() {
  const all = truth.persons.filter(({ written }) => written === 'right');
  const bearers = new Map<string, number>();
  for (const { name } of all) bearers.set(name, (bearers.get(name) ?? 0) + 1);
  // The scan tells one person for a name that several have.
  const right = all.filter(({ name }) => bearers.get(name) === 1);
  const one = right.find(({ number }) => number !== null);
  const other = right.find(({ name, person }) => name.length === 3 && person !== one?.person);
  const short = right.find(({ name }) => name.length === 2);
  if (!one || !other || !short)
    throw new Error('the demo province has no person with a number, a long or a short name');
  return [one, other, short] as const;
}

/** A line of a health file, with the person in it, and the whole file in UTF-8. */
function clumsiness() {
  const path = truth.manifest.files.find(({ feed }) => feed === 'occupational-disease')?.path ?? '';
  const text = new TextDecoder('gb18030').decode(readFileSync(join(truth.folder, path)));
  const rows: string[][] = parse(text, { relax_column_count: true });
  const at = truth.lines.findIndex(({ file, fault, person }) => file === path && !fault && person !== null);
  const { row = 1, person } = truth.lines[at] ?? {};
  const identity = truth.persons.find((known) => known.person === person);
  if (!identity?.number) throw new Error(`${path} has no right row with a certificate number`);
  const { name, number, telephone } = identity;
  return {
    name,
    number,
    telephone,
    line: Buffer.from(`${(rows[row] ?? []).join(',')}\n`),
    wrongFile: Buffer.from(text),
  };
}

describe('A hub told to stop', () => {
  test('answers the request under way, drains and ends with exit code 0', async () => {
    const { headers, send, answered } = await uploadUnderWay();
    running.child.kill('SIGTERM');
    send();
    expect(await answered).toBe(202);
    expect(headers).toBe('continued');
    const { code, signal } = await running.ended;
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(serviceProcessesOf(hub.home)).toEqual([]);
    const logs = scanLogs(hub, createPersonalDataScan([])).map((file) => readFileSync(file, 'utf8'));
    expect(logs.filter((log) => /closing failed|draining took too long/.test(log))).toEqual([]);
  }, 60_000);
});

/** A department's upload that the door has begun to take: it has said 100 Continue, and waits for the body. */
async function uploadUnderWay() {
  const file = truth.manifest.files.find(({ feed }) => feed === 'work-safety-accident');
  const body = readFileSync(join(truth.folder, file?.path ?? ''));
  const clientId = clerkOf('emergency-management');
  const client = hub.installation().clients.find((candidate) => candidate.clientId === clientId);
  const { endpoints, intakeUrls } = hub.running();
  const { token } = await fetchToken(endpoints.oidcIssuerUrl, readClientCredential(client?.keyFile ?? ''));
  const url = `${intakeUrls['emergency-management'] ?? ''}/v1/feeds/work-safety-accident/batches?source=${file?.sourceId ?? ''}`;
  const upload = request(url, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'text/csv', 'content-length': body.length },
      expect: '100-continue',
    },
  });
  const answered = once(upload, 'response').then(([response]) => (response as { statusCode: number }).statusCode);
  upload.flushHeaders();
  await once(upload, 'continue');
  return { headers: 'continued', send: () => upload.end(body), answered };
}
