import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createMetrics } from '../../../infra/observability/metrics.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { watchParked } from '../../../services/consolidator/operating/watch-parked.js';
import { monitorPull } from '../../../services/intake/doors/pull/pull-status.js';
import { testLogger, waitUntil } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, positions } from '../consolidator/dataset-under-test.js';
import { registrationMessage } from '../consolidator/event-factory.js';
import {
  createIntakeUnderTest,
  FEED,
  sampleRow,
  type IntakeUnderTest,
  type RunningIntake,
} from './intake-under-test.js';

let intake: IntakeUnderTest;
let door: RunningIntake;
const JSON_TYPE = 'application/json';

beforeAll(async () => {
  intake = await createIntakeUnderTest();
  // Nobody listens there: what is accepted waits.
  door = await intake.start({ KAFKA_BROKERS: '127.0.0.1:1' });
}, 120_000);
afterAll(async () => {
  if (door?.alive()) await door.kill('SIGTERM');
  await intake?.close();
}, 60_000);

const valueOf = (text: string, name: string, labels: Record<string, string>): number | undefined => {
  const line = text
    .split('\n')
    .find(
      (candidate) =>
        candidate.startsWith(`${name}{`) &&
        Object.entries({ source: 'hc-a', feed: FEED, ...labels }).every(([label, value]) =>
          candidate.includes(`${label}="${value}"`),
        ),
    );
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
};

it('tells by source and feed of batches, rows, warnings, bytes, seconds and of the oldest event that waits', async () => {
  const rows = [
    await sampleRow({ reportCardNumber: 'M-1' }),
    await sampleRow({ reportCardNumber: 'M-2', disease: '99999' }),
    await sampleRow({ reportCardNumber: 'M-3', operation: '撤回', reason: '重复报告' }),
  ];
  const body = JSON.stringify(rows);
  await door.send(body, JSON_TYPE, { headers: { 'idempotency-key': 'm' } });
  await door.send(body, JSON_TYPE, { headers: { 'idempotency-key': 'm' } });
  await door.send(body, JSON_TYPE, { query: 'source=hc-a&dryRun=true' });
  await door.send(body, JSON_TYPE, { query: 'source=hc-a&atomic=true' });
  await door.send(body.slice(0, -10), JSON_TYPE);
  const text = await waitUntil('the waiting is measured', async () => {
    const now = await door.metrics();
    return (valueOf(now, 'intake_oldest_waiting_seconds', {}) ?? 0) > 0 ? now : null;
  });
  for (const result of ['accepted', 'repeated', 'tried', 'refused', 'unreadable']) {
    expect([result, valueOf(text, 'intake_batches_total', { result })]).toEqual([result, 1]);
  }
  expect(valueOf(text, 'intake_batches_total', { result: 'failed' })).toBeUndefined();
  expect(valueOf(text, 'intake_rows_total', { outcome: 'new' })).toBe(1);
  expect(valueOf(text, 'intake_rows_total', { outcome: 'retracted' })).toBe(1);
  expect(valueOf(text, 'intake_rows_total', { outcome: 'rejected' })).toBe(1);
  expect(valueOf(text, 'intake_warned_rows_total', {})).toBe(1);
  expect(valueOf(text, 'intake_body_bytes_total', {})).toBe(Buffer.byteLength(body));
  expect(valueOf(text, 'intake_batch_seconds_count', {})).toBe(5);
  expect(valueOf(text, 'intake_oldest_waiting_seconds', { source: 'hc-b' })).toBe(0);
}, 60_000);

/** Of a dataset with one message set aside. */
async function consolidatorMetrics(): Promise<string> {
  const database = await createDatasetUnderTest();
  const metrics = createMetrics('consolidator');
  const rubbish = { ...registrationMessage('alerts', {}), body: Buffer.from('x') };
  await apply(database.pool, [positions()(rubbish)], depsOf('alerts'));
  const watch = watchParked({ pool: database.pool, metrics, logger: testLogger(), everyMs: 100 });
  try {
    return await waitUntil('parked messages are counted', async () => {
      const text = await metrics.registry.metrics();
      return /^consolidator_parked_messages\{.*reason="AVRO_UNDECODABLE".*\} 1$/m.test(text) ? text : null;
    });
  } finally {
    await watch.close();
    await database.drop();
  }
}

type Rule = { alert: string; expr: string; annotations: { summary: string; description: string } };
const rules = (
  parse(readFileSync(join(projectRoot(), 'infra/deploy/alert-rules.yml'), 'utf8')) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);

describe('the alert rules', () => {
  const known = new Map<string, ReadonlySet<string>>();

  beforeAll(async () => {
    const pulls = createMetrics('intake-x');
    const monitor = monitorPull({ sourceId: 's', feed: 'f' } as Parameters<typeof monitorPull>[0], pulls, 0);
    monitor.state('stopped');
    monitor.look(1);
    const text = [await door.metrics(), await pulls.registry.metrics(), await consolidatorMetrics()].join('\n');
    for (const [, name = ''] of text.matchAll(/^# TYPE (\S+)/gm)) known.set(name, new Set());
    for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)\{(.*)\} /gm)) {
      known.set(name, new Set([...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label)));
    }
  }, 30_000);

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s speaks of metrics that there are, and says in Chinese what to do',
    (_name, { expr, annotations }) => {
      const named = [...expr.matchAll(/\b((?:intake|outbox|kafka|http|caller|consolidator)_\w+)/g)].map(
        ([, name = '']) => name,
      );
      expect(named.length).toBeGreaterThan(0);
      for (const name of named) expect([...known.keys()]).toContain(name);
      const words = `${annotations.summary}${annotations.description}`;
      expect(words).toMatch(/\p{Script=Han}/u);
      const grouped = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(', '));
      for (const [, label] of words.matchAll(/\$labels\.(\w+)/g)) expect(grouped).toContain(label);
      const labelled = named.map((name) => known.get(name)).find((labels) => labels?.size);
      if (labelled) for (const label of grouped) expect([...labelled]).toContain(label);
    },
  );
});
