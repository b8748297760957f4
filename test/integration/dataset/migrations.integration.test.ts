import { jest } from '@jest/globals';
import { migrateDataset } from '../../../services/dataset/commands.js';
import { datasetMigrations } from '../../../services/dataset/migrations.js';
import { createTestDatabase, type TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, digests, positions } from '../consolidator/dataset-under-test.js';
import { determination, eventMessage, eventOf } from '../consolidator/event-factory.js';

jest.setTimeout(60_000);

describe('a dataset of before period statements', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(datasetMigrations.filter(({ name }) => name < '0101' || !/^\d/.test(name)));
  });
  afterAll(() => database?.drop());

  it('knows after its migration which ledger numbers it has applied', async () => {
    await database.pool.query(
      `INSERT INTO event_version SELECT gen_random_uuid(), 'hr-cc', 'injury-determination', number::text, 0, 1, epoch, 1,
         'ASSERT', 'digest', now(), NULL, NULL, NULL, NULL, '2024-03', 'batch', 1, number, 'human-resources', '220100', '1.0.0',
         'cluster', 'topic', 0, number
       FROM (VALUES (1, 1), (1, 2), (1, 4), (2, 1)) AS version (epoch, number)`,
    );
    await migrateDataset(database.url);
    await migrateDataset(database.url);
    const { rows } = await database.pool.query(
      'SELECT ledger_epoch, sequences::text FROM applied_sequence ORDER BY ledger_epoch',
    );
    expect(rows).toEqual([
      { ledger_epoch: 1, sequences: '{[1,3),[4,5)}' },
      { ledger_epoch: 2, sequences: '{[1,2)}' },
    ]);
    const { rowCount } = await database.pool.query('SELECT FROM event_version WHERE delivered_up_to IS NOT NULL');
    expect(rowCount).toBe(0);
  });
});

describe('a dataset of before sources followed each other', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await migrateDataset(database.url);
    // Back to what the version before had made: tables under the names that are views now.
    await database.pool.query(`
      DROP VIEW record_link;
      DO $$ DECLARE known record; BEGIN
        FOR known IN SELECT relname FROM pg_class WHERE relkind = 'v' AND relname LIKE 'current_%' LOOP
          EXECUTE format('DROP VIEW %I', known.relname);
        END LOOP;
        FOR known IN SELECT relname, relkind FROM pg_class WHERE relkind IN ('r', 'i') AND relname LIKE 'latest_%' LOOP
          EXECUTE format('ALTER %s %I RENAME TO %I', CASE known.relkind WHEN 'r' THEN 'TABLE' ELSE 'INDEX' END,
            known.relname, 'current_' || substr(known.relname, 8));
        END LOOP;
      END $$;
      DROP TABLE source_succession;
      DELETE FROM schema_migration WHERE name = '0102_succession'`);
  });
  afterAll(() => database?.drop());

  const indexes = async (prefix: string) =>
    (await database.pool.query('SELECT count(*) AS found FROM pg_indexes WHERE starts_with(indexname, $1)', [prefix]))
      .rows[0]?.found as number;

  it('keeps its records and their indexes, and knows who follows whom from its register', async () => {
    await database.pool.query(
      `INSERT INTO source_registration (source_id, version, department, reporting_unit, name, event_types, replaces, valid_from)
       VALUES ('hr-old', 1, 'human-resources', 'u', 'n', '{}', NULL, '2020-01-01'),
         ('hr-new', 1, 'human-resources', 'u', 'n', '{}', 'hr-old', '2024-01-01')`,
    );
    await database.pool.query(
      `INSERT INTO current_injury_determination (source_id, record_id, event_id, basis_era, basis, ledger_epoch, revision,
         operation, content_digest, period, department, reporting_unit, accepted_at, batch_id,
         row_number, ledger_seq, contract_version, generation, topic, topic_partition, topic_offset)
       SELECT source_id, 'same', gen_random_uuid(), 0, 1, 1, 1, 'ASSERT', 'd', '2024-03', 'human-resources', 'u', now(), 'b', 1, 1, '1.0.0',
         'g', 't', 0, 1
       FROM (VALUES ('hr-old'), ('hr-new')) AS sent (source_id)`,
    );
    const before = await indexes('current_');
    await migrateDataset(database.url);
    await migrateDataset(database.url);
    const { rows } = await database.pool.query('SELECT source_id, record_id FROM current_injury_determination');
    expect(rows).toEqual([{ source_id: 'hr-new', record_id: 'same' }]);
    expect((await database.pool.query('SELECT source_id FROM latest_injury_determination')).rowCount).toBe(2);
    expect([await indexes('latest_'), await indexes('current_')]).toEqual([before, 0]);
  });
});

describe('a dataset of before versions stood beside records', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatasetUnderTest();
  });
  afterAll(() => database?.drop());

  const NS = 'migrated';
  const place = positions();
  const told = (recordId: string, basis: number, ledgerSeq: number) =>
    place(
      eventMessage(NS, eventOf('injury-determination', recordId, determination(), { basis, ledgerSeq, reason: 'r' })),
    );
  const count = async (table: string) => (await database.pool.query(`SELECT FROM ${table}`)).rowCount;

  /** Back to what the version before had made: every version in one table, and records that say less of themselves. */
  const backToBefore = `
    DROP VIEW parked_message; CREATE VIEW parked_message AS SELECT 1 AS one;
    CREATE TABLE every_version AS SELECT * FROM event_version;
    DROP VIEW event_version; DROP TABLE superseded_version; ALTER TABLE every_version RENAME TO event_version;
    ALTER TABLE event_version ADD CONSTRAINT event_version_pkey PRIMARY KEY (event_id);
    CREATE INDEX event_version_record ON event_version (source_id, event_type, record_id);
    DO $$ DECLARE known record; added text; BEGIN
      FOR known IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'latest_%' LOOP
        FOREACH added IN ARRAY '{recorded_at,change_reason,replaces_source_id,replaces_record_id,batch_id,row_number,
          ledger_seq,contract_version,delivered_up_to}'::text[]
        LOOP EXECUTE format('ALTER TABLE %I DROP COLUMN %I CASCADE', known.relname, added); END LOOP;
      END LOOP;
    END $$;
    DELETE FROM schema_migration WHERE name LIKE '%versions_beside_records'`;

  it('has each of its versions once after its migration, and goes on', async () => {
    const deps = depsOf(NS);
    await apply(database.pool, [told('a', 1, 1), told('a', 3, 2), told('b', 1, 3)], deps);
    const before = await digests(database.pool);
    const versions = 'SELECT * FROM event_version ORDER BY event_id';
    const kept = await database.pool.query(versions);
    await database.pool.query(backToBefore);
    await migrateDataset(database.url);
    await migrateDataset(database.url);
    expect(await digests(database.pool)).toEqual(before);
    expect((await database.pool.query(versions)).rows).toEqual(kept.rows);
    expect([await count('latest_injury_determination'), await count('superseded_version')]).toEqual([2, 1]);
    await apply(database.pool, [told('a', 2, 4), told('b', 2, 5)], deps);
    expect([await count('latest_injury_determination'), await count('superseded_version')]).toEqual([2, 3]);
  });
});
