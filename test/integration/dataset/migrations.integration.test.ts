import { jest } from '@jest/globals';
import { migrateDataset } from '../../../services/dataset/commands.js';
import { datasetMigrations } from '../../../services/dataset/migrations.js';
import { createTestDatabase, type TestDatabase } from '../../stack/fixtures.js';

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
