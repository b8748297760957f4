import { connectorOf } from '../../../../connectors/generated/feed-index.js';
import type { SourceColumn } from '../../../../connectors/connector.js';
import { tellingLength } from '../../../../connectors/reading/reading-rules.js';
import {
  openDepartmentDatabase,
  type PageRequest,
} from '../../../../services/intake/doors/pull/department-database.js';
import { planPull } from '../../../../services/intake/doors/pull/pull-plan.js';
import { pulledRow } from '../../../../services/intake/doors/pull/pulled-row.js';
import { DEPARTMENT, FEED } from '../intake-under-test.js';
import { mariaDbDepartment, PASSWORD, postgresDepartment, type DepartmentUnderTest } from './department-under-test.js';
import { mariaDbInstalled } from './mariadb-server.js';

const feed = connectorOf(DEPARTMENT).feeds.find((candidate) => candidate.feed === FEED)!;

const databases: [string, () => Promise<DepartmentUnderTest>, boolean][] = [
  ['PostgreSQL', postgresDepartment, true],
  [
    mariaDbInstalled ? 'MariaDB' : 'MariaDB (not installed: apt-get install mariadb-server)',
    mariaDbDepartment,
    mariaDbInstalled,
  ],
];

const column = (key: string): SourceColumn => ({ key, heading: key, required: false, expects: '', example: '' });

for (const [name, openDepartment, installed] of databases) {
  (installed ? describe : describe.skip)(`a department’s ${name}`, () => {
    let department: DepartmentUnderTest;
    const open = (account: 'database' | 'writer', reading: object = { view: 'reports.typed' }, statementSeconds = 5) =>
      openDepartmentDatabase(
        { ...{ view: undefined, query: undefined }, ...reading, database: department[account], statementSeconds },
        PASSWORD,
      );

    beforeAll(async () => {
      department = await openDepartment();
      const { typed } = department;
      await department.run(
        `CREATE TABLE reports.typed (id bigint PRIMARY KEY, changed_at timestamp NULL, ${typed.map(([field, type]) => `${field} ${type}`).join(', ')})`,
        ...(name === 'MariaDB' ? [`SET time_zone = '+00:00'`] : []),
      );
      const insert = `INSERT INTO reports.typed VALUES (1, '2024-03-05 14:20:00', ${typed.map(([, , literal]) => literal).join(', ')})`;
      await department.run(name === 'MariaDB' ? `SET STATEMENT time_zone = '+00:00' FOR ${insert}` : insert);
    }, 120_000);

    afterAll(() => department?.close(), 60_000);

    it('gives each type as a CSV export would print it', async () => {
      const { typed } = department;
      const columns = typed.map(([key]) => column(key));
      const made = { ...feed, columns };
      const database = open('database');
      try {
        const config = {
          ...{
            source: 's',
            feed: 'f',
            database: department.database,
            view: 'reports.typed',
            columns: {},
            query: undefined,
          },
          ...{ watermark: 'changed_at', key: ['id'], intervalSeconds: 1, overlapSeconds: 0, overlapNumbers: 0 },
          ...{ pageRows: 10, statementSeconds: 5, timezone: '+08:00' },
        };
        const planned = planPull(config, made, await database.fields());
        if (!planned.ok) throw new Error(planned.problems.join());
        const [printed] = await database.page({ ...planned.plan, from: null, limit: 10 });
        const row = pulledRow(planned.plan, printed!, 1, { identifiers: new Set(), timezone: '+08:00' });
        expect(row.cells).toEqual(Object.fromEntries(typed.map(([key, , , text]) => [key, text])));
        expect(row.findings.map(({ code, field }) => [code, field])).toEqual([['ROW_BROKEN', 'some_bytes']]);
      } finally {
        await database.close();
      }
    });

    it('is never written to, even by an account that may write', async () => {
      const database = open('writer');
      try {
        const refused = { code: 'PULL_SQL', retriable: false };
        await expect(database.ask('INSERT INTO reports.typed (id) VALUES (2)')).rejects.toMatchObject(refused);
        await expect(database.ask('DELETE FROM reports.typed')).rejects.toMatchObject(refused);
        expect(await database.ask('SELECT id FROM reports.typed')).toEqual([{ id: '1' }]);
      } finally {
        await database.close();
      }
    });

    it('is not kept busy beyond the time that a statement may take', async () => {
      const slow = name === 'PostgreSQL' ? 'SELECT 1 AS id FROM pg_sleep(20)' : 'SELECT SLEEP(20) AS id';
      const database = open('database', { query: slow }, 0.5);
      try {
        const asked = performance.now();
        await expect(database.ask(slow)).rejects.toMatchObject({ code: 'PULL_TOO_SLOW' });
        expect(performance.now() - asked).toBeLessThan(5_000);
      } finally {
        await database.close();
      }
    });

    it('gives of an endless value as much as tells that it is too long', async () => {
      const database = open('database', { query: `SELECT id, REPEAT('长', 3000000) AS reason FROM reports.typed` });
      try {
        const longest = tellingLength('text');
        const request: PageRequest = {
          ...{ watermark: { field: 'id', kind: 'integer' as const }, keys: [], from: null, limit: 2 },
          fields: [
            { name: 'id', longest: null },
            { name: 'reason', longest },
          ],
        };
        expect(await database.page(request)).toEqual([{ id: '1', reason: '长'.repeat(longest) }]);
      } finally {
        await database.close();
      }
    });

    it('is read out of a query as out of a view', async () => {
      const database = open('database', { query: `SELECT id, '?' AS mark FROM reports.typed WHERE id = 1` });
      try {
        expect((await database.fields()).map((field) => field.name)).toEqual(['id', 'mark']);
        expect(
          await database.page({
            fields: [{ name: 'mark', longest: null }],
            watermark: { field: 'id', kind: 'integer' },
            keys: [{ field: 'id', integer: true }],
            from: { watermark: '1', keys: ['1'] },
            limit: 2,
          }),
        ).toEqual([{ mark: '?' }]);
      } finally {
        await database.close();
      }
    });

    it('says what is wrong with the account, the database and the view, and nothing of what they hold', async () => {
      // MariaDB does not tell strangers whether a database exists.
      const unknownDatabase = name === 'PostgreSQL' ? 'PULL_DATABASE_UNKNOWN' : 'PULL_RIGHTS';
      const faults: [string, object, string, string][] = [
        ['credentials', department.database, 'wrong', 'PULL_CREDENTIALS'],
        ['no such database', { ...department.writer, name: 'nowhere' }, PASSWORD, unknownDatabase],
        ['nobody listens', { ...department.database, port: 1 }, PASSWORD, 'PULL_UNREACHABLE'],
        ['no encryption', { ...department.database, tls: 'verify' }, PASSWORD, 'PULL_TLS'],
      ];
      for (const [what, database, password, code] of faults) {
        const opened = openDepartmentDatabase(
          {
            view: 'reports.typed',
            query: undefined,
            database: database as DepartmentUnderTest['database'],
            statementSeconds: 5,
          },
          password,
        );
        const found = await opened.clock().catch((error: { code: string }) => error.code);
        await opened.close();
        expect([what, found]).toEqual([what, code]);
      }
      const missing = open('database', { view: 'reports.nothing' });
      await expect(missing.fields()).rejects.toMatchObject({ code: 'PULL_VIEW_UNKNOWN' });
      await missing.close();
    });
  });
}
