import { jest } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { isRetriableInPostgres } from '../../../infra/postgres/retriable-error.js';
import { vaultMigrations } from '../../../services/identity-vault/commands.js';
import type { ReceivedIdentity } from '../../../services/identity-vault/identity-receiver.js';
import { registerIdentities } from '../../../services/identity-vault/person-registry.js';
import { createSealingKeys } from '../../../services/identity-vault/sealing-keys.js';
import { createTestDatabase } from '../../stack/fixtures.js';
import type { TestDatabase } from '../../stack/fixtures.js';

jest.setTimeout(60_000);

const masterKey = randomBytes(32);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase(vaultMigrations);
});
afterAll(() => database?.drop());

function received(
  reference: string,
  number: string | null,
  more: Partial<ReceivedIdentity['identity']> = {},
): ReceivedIdentity {
  const identity = {
    certificateType: '06',
    certificateNumber: number,
    name: '张三',
    birthDate: null,
    sex: '1',
    telephone: null,
  };
  return {
    sourceId: 's1',
    reference,
    department: 'health-commission',
    kind: 'PERSON',
    identity: { ...identity, ...more },
  };
}

/** Exact, conflicting names, contradicting sex, no certificate, a reference stated for two certificates. */
const identities = [
  received('r1', 'E1000001'),
  received('r2', 'E1000001', { telephone: '1' }),
  received('r3', 'E1000002'),
  received('r4', 'E1000002', { name: '李四' }),
  received('r5', 'E1000003', { sex: '1' }),
  received('r6', 'E1000003', { sex: '2' }),
  received('r7', null),
  received('r8', 'E1000001'),
  received('r8', 'E1000004'),
  received('r9', 'E1000004'),
];

/** `reference sequence` of everything that committed. */
let published: string[] = [];

async function register(batch: readonly ReceivedIdentity[]): Promise<void> {
  const tools = { keys: createSealingKeys(masterKey), newPersonId: randomUUID, now: () => Date.now() };
  try {
    const resolutions = await inTransaction(database.pool, (client) => registerIdentities(client, batch, tools));
    published.push(...resolutions.map((one) => `${one.identityRef} ${one.sequence}`));
  } catch (error) {
    // As the positioned consumer does.
    if (!isRetriableInPostgres(error)) throw error;
    await register(batch);
  }
}

/** Who is who, without the random ids: references by rule and by whom they share a person with. */
async function grouping(): Promise<unknown> {
  const { rows } = await database.pool.query<{ refs: string[]; rule: string; known: boolean }>(
    `SELECT array_agg(reference ORDER BY reference) AS refs, rule, person_id IS NOT NULL AS known
     FROM reference_resolution GROUP BY person_id, rule ORDER BY 1`,
  );
  const { rows: reviews } = await database.pool.query<{ rule: string; count: number }>(
    `SELECT rule, count(*) AS count FROM review GROUP BY rule ORDER BY rule`,
  );
  return { rows, reviews };
}

async function forget(): Promise<void> {
  published = [];
  await database.pool.query(
    `TRUNCATE sealing_key, person, certificate, identity_statement, reference_resolution, review, sealed_text`,
  );
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, index) => ({ item, at: Math.sin(seed * 97 + index * 31) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe('the vault', () => {
  let expected: unknown;
  beforeAll(async () => {
    await register(identities);
    expected = await grouping();
  });
  beforeEach(forget);

  it('decides every case of the set as its rules say', () => {
    expect(expected).toEqual({
      rows: [
        { refs: ['r1', 'r2'], rule: 'EXACT_CERTIFICATE', known: true },
        { refs: ['r3'], rule: 'CERTIFICATE_CONFLICT', known: true },
        { refs: ['r4'], rule: 'CERTIFICATE_CONFLICT', known: true },
        { refs: ['r5', 'r6'], rule: 'CERTIFICATE_CONFLICT', known: true },
        { refs: ['r7'], rule: 'NO_CERTIFICATE', known: false },
        { refs: ['r8'], rule: 'REFERENCE_CONFLICT', known: false },
        { refs: ['r9'], rule: 'EXACT_CERTIFICATE', known: true },
      ],
      reviews: [
        { rule: 'CERTIFICATE_CONFLICT', count: 3 },
        { rule: 'REFERENCE_CONFLICT', count: 2 },
      ],
    });
  });

  it('comes to the same grouping one by one, in any order, with repetitions', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      await forget();
      for (const identity of [...shuffled(identities, seed), ...shuffled(identities, seed + 50)])
        await register([identity]);
      expect(await grouping()).toEqual(expected);
    }
  });

  it('comes to the same grouping when several vaults work at once', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      await forget();
      const order = shuffled(identities, seed);
      const batches = [order.slice(0, 3), order.slice(3, 6), order.slice(6), shuffled(order, seed + 9).slice(0, 5)];
      await Promise.all(batches.map(register));
      expect(await grouping()).toEqual(expected);
    }
  });

  it('numbers the decisions on a reference without a double when two of its certificates change at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      await forget();
      await register([received('r8', 'E1000001'), received('r9', 'E1000004')]);
      // One makes the certificate of r8 contradictory, the other says that r8 is somebody else.
      await Promise.all([
        register([received('r1', 'E1000001', { name: '李四' })]),
        register([received('r8', 'E1000004')]),
      ]);
      expect(await grouping()).toMatchObject({
        rows: [
          { refs: ['r1'], rule: 'CERTIFICATE_CONFLICT' },
          { refs: ['r8'], rule: 'REFERENCE_CONFLICT' },
          { refs: ['r9'], rule: 'EXACT_CERTIFICATE' },
        ],
      });
      expect(published.toSorted()).toEqual([...new Set(published)].sort());
    }
  });
});
