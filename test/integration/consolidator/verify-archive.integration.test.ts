import { jest } from '@jest/globals';
import { verifyArchive } from '../../../services/consolidator/commands.js';
import { consumerName } from '../../../services/consolidator/receiving/topic-roles.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, nameOf, positions } from './dataset-under-test.js';
import {
  accident,
  decisionMessage,
  determination,
  eventMessage,
  eventOf,
  registrationMessage,
  resolutionMessage,
} from './event-factory.js';

jest.setTimeout(60_000);

const NS = 'verified';
const ACCIDENTS = `${NS}.emergency-management.work-safety-accident.v1`;
const accidents = [
  eventOf('work-safety-accident', 'A', accident(), { ledgerSeq: 1 }),
  eventOf('work-safety-accident', 'A', null, { basis: 2, ledgerSeq: 2 }),
  eventOf('work-safety-accident', 'B', accident({ deaths: 30 }), { ledgerSeq: 3 }),
  eventOf('work-safety-accident', 'C', accident(), { ledgerSeq: 4, contentDigest: 'f'.repeat(64) }),
].map((event) => eventMessage(NS, event));
const messages = [
  ...accidents,
  accidents[0]!,
  eventMessage(NS, eventOf('injury-determination', 'D', determination())),
  registrationMessage(NS, {}),
  resolutionMessage(NS, {}),
  decisionMessage(NS, { messages: [nameOf(accidents[2]!)] }),
];

describe('an archive', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatasetUnderTest();
    const position = positions();
    const rubbish = { ...position(accidents[0]!), value: Buffer.from('rubbish') };
    await apply(database.pool, [rubbish, ...messages.map(position)], depsOf(NS));
    await database.pool.query(
      `INSERT INTO kafka_position SELECT $1, generation, topic, topic_partition, max(topic_offset) + 1, 1
       FROM archive GROUP BY 2, 3, 4`,
      [consumerName(NS)],
    );
  });
  afterEach(() => database.drop());

  const verified = () => verifyArchive({ databaseUrl: database.url, namespace: NS });

  it('that is as it came is found so, with what was parked, came twice or was decided', async () => {
    const seen: number[] = [];
    const result = await verifyArchive({
      ...{ databaseUrl: database.url, namespace: NS },
      onProgress: ({ done }) => seen.push(done),
    });
    expect(result).toEqual({ records: 10, places: 5, faults: 0, findings: [] });
    expect(seen.at(-1)).toBe(10);
  });

  const changedAt = (offset: number, byte: number) =>
    `UPDATE archive SET value = set_byte(value, length(value) - ${byte}, get_byte(value, length(value) - ${byte}) # 2)
     WHERE topic = '${ACCIDENTS}' AND topic_offset = ${offset}`;

  it.each([
    ['a payload that changed', changedAt(1, 4), 'RECORD_CHANGED', `${ACCIDENTS}[0]@1`, 'CONTENT_DIGEST_MISMATCH'],
    ['a retraction that changed', changedAt(2, 60), 'RECORD_CHANGED', `${ACCIDENTS}[0]@2`, ''],
    ['a parked record that changed', changedAt(3, 4), 'RECORD_CHANGED', `${ACCIDENTS}[0]@3`, 'PARKED_DIGEST'],
    [
      'another schema id',
      `UPDATE archive SET schema_id = 99 WHERE topic LIKE '%.source.v1'`,
      ...['RECORD_CHANGED', `${NS}.source.v1[0]@0`, 'SCHEMA_ID'],
    ],
    [
      'a schema that changed',
      `UPDATE writer_schema SET schema = schema || ' ' WHERE schema LIKE '%PersonResolution%'`,
      ...['SCHEMA_SPOILT', 'writer_schema', ''],
    ],
  ] as [string, string, string, string, string][])('tells %s', async (_what, tamper, code, where, detail) => {
    await database.pool.query(tamper);
    const { faults, findings } = await verified();
    expect([faults, findings]).toEqual([1, [{ code, where, detail: expect.stringContaining(detail) }]]);
  });

  it('tells a record that is gone: its offset, what was made of it, and the books', async () => {
    await database.pool.query(`DELETE FROM archive WHERE topic = '${ACCIDENTS}' AND topic_offset = 2`);
    const { findings } = await verified();
    expect(findings).toEqual([
      { code: 'OFFSETS_MISSING', where: `${ACCIDENTS}[0]@2`, detail: '1 record(s)' },
      { code: 'RECORD_MISSING', where: `${ACCIDENTS}[0]@2`, detail: 'version' },
      {
        ...{ code: 'BOOKS_OPEN', where: 'work-safety-accident' },
        detail: 'archived 5, versions 2 + repeated 1 + parked 3',
      },
    ]);
  });

  it('tells a last record that is gone by the position behind it', async () => {
    await database.pool.query(`DELETE FROM archive WHERE topic LIKE '%.decision.v1'`);
    const { findings } = await verified();
    expect(findings).toEqual([
      { code: 'POSITION_DIFFERS', where: `${NS}.decision.v1[0]@1`, detail: 'archived up to -1, position 1' },
    ]);
  });

  it('of another namespace is told topic by topic', async () => {
    const { findings } = await verifyArchive({ databaseUrl: database.url, namespace: 'other' });
    expect(findings.filter(({ code }) => code === 'TOPIC_UNKNOWN')).toHaveLength(10);
  });
});
