import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import { intakeMigrations } from '../../../services/intake/commands.js';
import { acceptSubmission } from '../../../services/intake/doors/accept-submission.js';
import type { CompleteClaim } from '../../../services/intake/ledger/complete/complete-list.js';
import type { Receipt } from '../../../services/intake/receipts/receipt.js';
import { createTestDatabase, type TestDatabase } from '../../stack/fixtures.js';
import { acceptanceParts } from './acceptance-parts.js';

type Row = Record<string, string | null>;
type Said = { header: EventHeader; payload: Record<string, unknown> | null };

let database: TestDatabase;
let folder: string;
/** Every test reports for a system of its own. */
let sourceId = 'system-0';
let systems = 0;

beforeEach(() => {
  sourceId = `system-${(systems += 1)}`;
});

beforeAll(async () => {
  database = await createTestDatabase(intakeMigrations);
  folder = await mkdtemp(join(tmpdir(), 'daily-'));
}, 60_000);

afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

/** One feed of each kind of basis: its key's column, and what the department changes in March. */
const KINDS = [
  {
    ...{ department: 'health-commission', name: 'occupational-disease', key: 'reportCardNumber' },
    correction: { stage: '贰期', reason: '复核' },
  },
  {
    ...{ department: 'emergency-management', name: 'work-safety-accident', key: 'accidentNumber' },
    correction: { seriousInjuries: '3', changedAt: '2024-07-06 09:00:00', reason: '核实伤情' },
  },
  {
    ...{ department: 'human-resources', name: 'injury-determination', key: 'applicationNumber' },
    correction: { occupation: '铣工', sequence: '4', reason: '笔误' },
  },
] as const;
type Kind = (typeof KINDS)[number];

const feedOf = ({ department, name }: Kind) => {
  const feed = connectors.find((one) => one.department === department)?.feeds.find((one) => one.feed === name);
  if (!feed) throw new Error(`no feed ${name}`);
  return feed;
};

async function sample({ department, name }: Kind, changes: Row = {}): Promise<Row> {
  const file = join(projectRoot(), 'connectors', department, name, 'samples', 'valid.json');
  return { ...(JSON.parse(await readFile(file, 'utf8')) as { row: Row }).row, ...changes };
}

/** A list at the way in that every door takes; `day` is its declared moment. */
async function sent(kind: Kind, rows: readonly Row[], day: string | null, complete?: CompleteClaim): Promise<Receipt> {
  const feed = feedOf(kind);
  const source = {
    ...{ sourceId, department: kind.department, reportingUnit: '220000', name: '示例' },
    ...{ eventTypes: [feed.eventType], validFrom: '2020-01-01', validTo: null, replaces: null, replacedBy: null },
    keys: [{ keyId: 'key-1', key: Buffer.alloc(32, 1) }],
  };
  const asOf = day === null ? null : Date.parse(`${day}T00:00:00+08:00`);
  const how = { submittedBy: 'clerk', idempotencyKeyOf: () => null, asOf, asOfDeclared: day !== null };
  const content = {
    body: Readable.from([Buffer.from(JSON.stringify(rows))]),
    ...{ contentType: 'application/json', contentEncoding: undefined },
  };
  const parts = acceptanceParts(database, join(folder, 'spool'));
  const admitted = { source, feed, ...how, atomic: false, dryRun: false, complete };
  const acceptance = await acceptSubmission(parts, admitted, content);
  if (acceptance.kind !== 'accepted') throw new Error(`the list was ${acceptance.kind}`);
  return acceptance.receipt;
}

/** What goes to the dataset of a record, highest version last. */
async function saidOf(kind: Kind, recordId: string): Promise<Said[]> {
  const { rows } = await database.pool.query<{ value: Buffer }>(
    `SELECT o.value FROM record_version v JOIN outbox o ON o.id = v.outbox_id
     WHERE v.event_type = $1 AND v.record_id = $2 AND v.source_id = $3 ORDER BY v.basis_era, v.basis, v.ledger_epoch, v.revision`,
    [feedOf(kind).eventType, recordId, sourceId],
  );
  const type = avroTypeOf(eventContract(feedOf(kind).eventType).avroSchema);
  return rows.map(({ value }) => type.fromBuffer(value) as Said);
}

const codesOf = ({ findings }: Receipt) => findings.map(({ code }) => code);

describe.each(KINDS)('$name', (kind) => {
  it("is not set back when January's file comes again after March's correction", async () => {
    const january = await sample(kind, { [kind.key]: 'DAILY-1' });
    expect((await sent(kind, [january], '2024-06-01')).rows).toMatchObject({ new: 1, rejected: 0 });
    expect((await sent(kind, [{ ...january, ...kind.correction }], '2024-08-01')).rows.corrected).toBe(1);
    const corrected = await saidOf(kind, 'DAILY-1');
    for (const day of ['2024-06-01', null]) {
      const again = await sent(kind, [january], day);
      expect(again.rows).toMatchObject({ submitted: 1, unchanged: 1 });
      expect(codesOf(again)).toEqual(['SUPERSEDED_CONTENT_RESENT']);
      expect(again.findings[0]?.zh).toContain('已被更新的内容取代');
    }
    expect(await saidOf(kind, 'DAILY-1')).toEqual(corrected);
    // Nor does the corrected file say anything new.
    const same = await sent(kind, [{ ...january, ...kind.correction }], '2024-08-01');
    expect([same.rows.unchanged, codesOf(same)]).toEqual([1, []]);
  });

  it('is retracted when a complete list leaves it out, and comes back with one that names it', async () => {
    const row = await sample(kind, { [kind.key]: 'DAILY-2' });
    await sent(kind, [row], '2024-06-01');
    const period = (await saidOf(kind, 'DAILY-2'))[0]?.header.period ?? '';
    const others = await Promise.all(
      Array.from({ length: 40 }, (_, at) => sample(kind, { [kind.key]: `DAILY-2-${at}` })),
    );
    await sent(kind, others, '2024-06-01');
    const claim = { firstPeriod: period, lastPeriod: period, confirm: null };
    expect((await sent(kind, others, '2024-09-01', claim)).completeList).toMatchObject({ recordIds: ['DAILY-2'] });
    expect((await saidOf(kind, 'DAILY-2')).at(-1)?.header.operation).toBe('RETRACT');
    // A part of the list, as it was, is an old file; the whole list says that it is there.
    expect((await sent(kind, [row], '2024-06-01')).rows.unchanged).toBe(1);
    await sent(kind, [row, ...others], '2024-10-01', claim);
    expect((await saidOf(kind, 'DAILY-2')).at(-1)).toMatchObject({ header: { operation: 'ASSERT' } });
  });

  it('under a corrected key takes the place of the record under the mistaken one', async () => {
    const mistaken = await sample(kind, { [kind.key]: 'DAILY-3-WRONG' });
    await sent(kind, [mistaken], '2024-06-01');
    const reason = '编号录错';
    const retracted = { ...mistaken, ...kind.correction, operation: '撤回', reason };
    const right = { ...mistaken, [kind.key]: 'DAILY-3', replacesRecordId: 'DAILY-3-WRONG', reason };
    const receipt = await sent(kind, [retracted, right], '2024-08-01');
    expect(receipt.rows).toMatchObject({ retracted: 1, new: 1, rejected: 0 });
    expect((await saidOf(kind, 'DAILY-3-WRONG')).at(-1)?.header).toMatchObject({ operation: 'RETRACT', reason });
    const [now] = await saidOf(kind, 'DAILY-3');
    expect(now?.header.replaces).toEqual({ sourceId, recordId: 'DAILY-3-WRONG' });
  });
});

it('takes a person without a certificate number with a warning, and by the number as another reference later', async () => {
  const [kind] = KINDS;
  const nameless = { workerCertificateNumber: null };
  const rows = await Promise.all(['DAILY-4', 'DAILY-5'].map((id) => sample(kind, { [kind.key]: id, ...nameless })));
  const receipt = await sent(kind, rows, '2024-06-01');
  expect(receipt.rows).toMatchObject({ new: 2, rejected: 0 });
  const reference = async (id: string) =>
    /"[a-zA-Z]*[iI]dentityRef":"[^"]+"/.exec(JSON.stringify((await saidOf(kind, id)).at(-1)?.payload))?.[0] ?? id;
  // One name twice is not one person: without a number the reference is of the record.
  expect(await reference('DAILY-4')).not.toBe(await reference('DAILY-5'));
  expect(new Set(codesOf(receipt))).toEqual(new Set(['CERTIFICATE_NUMBER_MISSING']));
  const full = await Promise.all(
    ['DAILY-4', 'DAILY-5'].map((id) => sample(kind, { [kind.key]: id, reason: '补录证件号码' })),
  );
  expect((await sent(kind, full, '2024-08-01')).rows).toMatchObject({ corrected: 2 });
  expect(await reference('DAILY-4')).toBe(await reference('DAILY-5'));
});
