import { jest } from '@jest/globals';
import { rebuild } from '../../../services/consolidator/commands.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, digests, nameOf, positions } from './dataset-under-test.js';
import {
  accident,
  decisionMessage,
  determination,
  disease,
  diseaseDetermination,
  eventMessage,
  eventOf,
  registrationMessage,
  resolutionMessage,
  statementMessage,
} from './event-factory.js';

jest.setTimeout(120_000);

const NS = 'rebuilt';

const broken = eventMessage(NS, eventOf('work-safety-accident', 'D', accident({ deaths: 30 }), { ledgerSeq: 3 }));

const messages = [
  eventMessage(NS, eventOf('injury-determination', 'A', determination(), { basis: 1, ledgerSeq: 1 })),
  eventMessage(
    NS,
    eventOf('injury-determination', 'A', determination({ occupation: '电工' }), { basis: 2, ledgerSeq: 2 }),
  ),
  eventMessage(NS, eventOf('occupational-disease', 'B', disease(), { ledgerSeq: 1 })),
  eventMessage(NS, eventOf('occupational-disease', 'B', disease(), { ledgerSeq: 1 })),
  eventMessage(NS, eventOf('work-safety-accident', 'C', accident(), { ledgerSeq: 1 })),
  eventMessage(NS, eventOf('work-safety-accident', 'C', null, { basis: 2, ledgerSeq: 2 })),
  broken,
  eventMessage(NS, eventOf('work-safety-accident', 'E', accident(), { ledgerSeq: 1, sourceId: 'foreign' })),
  registrationMessage(NS, { sourceId: 'foreign', department: 'health-commission' }),
  resolutionMessage(NS, {}),
  resolutionMessage(NS, { sourceId: 'hc-jl', identityRef: 'ref-hc-1', department: 'health-commission' }),
  statementMessage(NS, { submitted: 2, added: 1, corrected: 1, published: 2 }),
  eventMessage(NS, eventOf('work-safety-accident', 'F', accident({ deaths: 3, grade: '2' }), { ledgerSeq: 4 })),
  decisionMessage(NS, { minute: 1, messages: [nameOf(broken)] }),
  eventMessage(NS, eventOf('injury-determination', 'G', diseaseDetermination(), { ledgerSeq: 3 })),
];

describe('a rebuild from the archive', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatasetUnderTest();
    const position = positions();
    const spoilt = { ...position(messages[0]!), value: Buffer.from('garbage') };
    await apply(database.pool, [...messages.map(position), spoilt], depsOf(NS));
  });
  afterEach(() => database.drop());

  const rebuilt = () => rebuild({ databaseUrl: database.url, namespace: NS });

  it('gives the digests of the live dataset, leaves that alone and leaves nothing behind', async () => {
    const live = await digests(database.pool);
    const seen: number[] = [];
    const result = await rebuild({
      databaseUrl: database.url,
      namespace: NS,
      onProgress: ({ done }) => seen.push(done),
    });
    expect(result).toEqual({
      ...{ events: 16, equal: true, swapped: null },
      ...{
        datasetDigest: live.dataset,
        liveDatasetDigest: live.dataset,
        stateDigest: live.state,
        liveStateDigest: live.state,
      },
    });
    expect(seen.at(-1)).toBe(16);
    expect(await digests(database.pool)).toEqual(live);
    const { rows } = await database.pool.query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rebuild%'`);
    expect(rows).toEqual([]);
  });

  it.each([
    ['a figure of a current record', `UPDATE latest_work_safety_accident SET deaths = 4 WHERE record_id = 'F'`],
    [
      'the digest of a current record',
      `UPDATE latest_work_safety_accident SET content_digest = 'x' WHERE record_id = 'F'`,
    ],
    ['a current record that is gone', `DELETE FROM latest_injury_determination`],
    ['a version that is gone', `DELETE FROM superseded_version WHERE record_id = 'A' AND basis = 1`],
    ['a person', `UPDATE person_reference SET person_id = 'someone' WHERE identity_ref = 'ref-hr-1'`],
    [
      'a certificate that links',
      `UPDATE latest_injury_determination SET diagnosis_certificate = 'X' WHERE record_id = 'G'`,
    ],
    [
      'a link that is not seen',
      `ALTER VIEW record_link RENAME TO whole; CREATE VIEW record_link AS SELECT * FROM whole LIMIT 0`,
    ],
    ['a parked event that is gone', `DELETE FROM parked_event WHERE reason_code = 'RULE_BROKEN'`],
    ['a decision that is gone', `DELETE FROM parked_decision`],
    ['a decision that says something else', `UPDATE parked_decision SET kind = 'RETRY'`],
    ['who follows whom', `INSERT INTO source_succession VALUES ('hr-cc', 'hr-new')`],
    ['the owner of a source', `UPDATE source_registration SET department = 'x'`],
  ])('finds %s', async (_what, tamper) => {
    await database.pool.query(tamper);
    expect(await rebuilt()).toMatchObject({ equal: false });
  });

  it('finds archived bytes that were changed, since the digest no longer fits', async () => {
    await database.pool.query(
      `UPDATE archive SET value = set_byte(value, length(value) - 4, get_byte(value, length(value) - 4) + 2)
       WHERE topic LIKE '%.work-safety-accident.v1' AND topic_offset = 0`,
    );
    expect(await rebuilt()).toMatchObject({ equal: false });
  });

  it('is refused while another one runs, and with a namespace that is not the dataset’s', async () => {
    const [first, second] = await Promise.allSettled([rebuilt(), rebuilt()]);
    const refused = [first, second].filter((each) => each.status === 'rejected');
    expect(refused.map(({ reason }) => reason.code)).toEqual(['REBUILD_RUNNING']);
    await expect(rebuild({ databaseUrl: database.url, namespace: 'other' })).rejects.toMatchObject({
      code: 'TOPIC_UNKNOWN',
    });
  });
});
