import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectorOf } from '../../../../connectors/generated/feed-index.js';
import { projectRoot } from '../../../../infra/process/project-root.js';
import { DEPARTMENT, FEED, sampleRow } from '../intake-under-test.js';
import type { Row } from '../sample-files.js';
import {
  CARD_NUMBER,
  createRegister,
  insertCard,
  mariaDbDepartment,
  PASSWORD,
  postgresDepartment,
  VIEW,
  type DepartmentUnderTest,
} from './department-under-test.js';
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

type Line = { pull: string | null; name: string; level: string; found: string; remedy: string | null };

for (const [name, openDepartment, installed] of databases) {
  (installed ? describe : describe.skip)(`hub connector check on ${name}, without a hub`, () => {
    let department: DepartmentUnderTest;
    let folder: string;

    const hub = (args: string[], env: Record<string, string> = {}) =>
      new Promise<{ code: number; out: string }>((resolve) => {
        const main = join(projectRoot(), 'dist/services/cli/main.js');
        const own = { PATH: process.env['PATH'], HUB_HOME: join(folder, 'hub'), PULL_PASSWORD: PASSWORD, ...env };
        execFile(process.execPath, [main, 'connector', 'check', ...args], { env: own }, (error, out, complaint) => {
          resolve({ code: error ? Number(error.code) : 0, out: out + complaint });
        });
      });

    /** Checks a file with one pull, as it is but for some changes. */
    async function check(changes: object = {}, env: Record<string, string> = {}) {
      const pull = {
        ...{ source: 'hc-a', feed: FEED, database: department.database, view: VIEW },
        ...{ columns: { 报告卡编号: CARD_NUMBER }, watermark: 'changed_at', key: 'id', ...changes },
      };
      await writeFile(join(folder, 'doors.yaml'), JSON.stringify({ pulls: [pull] }));
      const files = ['--file', join(folder, 'doors.yaml'), '--sources', join(folder, 'sources.json')];
      const { code, out } = await hub(['--department', DEPARTMENT, ...files, '--json'], env);
      const lines = JSON.parse(out) as Line[];
      return { code, out, of: (named: string) => lines.filter((line) => line.name === named) };
    }

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'connector-check-'));
      const source = {
        ...{ sourceId: 'hc-a', department: DEPARTMENT, reportingUnit: 'unit-1', name: '示例系统', eventTypes: [FEED] },
        ...{ validFrom: '2020-01-01', keys: [{ keyId: 'key-1', key: Buffer.alloc(32, 1).toString('base64') }] },
      };
      await writeFile(join(folder, 'sources.json'), JSON.stringify([source]));
      department = await openDepartment();
      await department.run(...createRegister(department, feed));
      for (let id = 1; id <= 12; id += 1) {
        const changes: Row = id === 12 ? { disease: '99999' } : {};
        const row = await sampleRow({ reportCardNumber: `ZYB-C-${id}`, ...changes });
        await department.run(insertCard(department, id, `2024-06-01T00:00:${String(id).padStart(2, '0')}Z`, row));
      }
      const without = (field: string, instead: string) => {
        const fields = ['id', 'changed_at', CARD_NUMBER, ...feed.columns.slice(1).map(({ key }) => snakeCase(key))];
        return fields.map((each) => (each === field ? `${instead} AS ${each}` : each)).join(', ');
      };
      await department.run(
        `CREATE VIEW reports.v_timeless AS SELECT ${without('changed_at', 'CASE WHEN id > 2 THEN changed_at END')} FROM reports.disease`,
        `CREATE VIEW reports.v_future AS SELECT ${without('changed_at', department.at('2099-01-01T00:00:00Z'))} FROM reports.disease`,
        `CREATE VIEW reports.v_keyless AS SELECT ${without('id', '1')} FROM (SELECT ${without('changed_at', department.at('2024-01-01T00:00:00Z'))} FROM reports.disease) d`,
        `CREATE VIEW reports.v_ruined AS SELECT ${without('worker_certificate_number', '2.5E17')}, 1 AS extra FROM reports.disease`,
      );
    }, 180_000);

    afterAll(async () => {
      await department?.close();
      if (folder) await rm(folder, { recursive: true, force: true });
    }, 60_000);

    it('finds nothing wrong where nothing is, and shows no person of the rows it tried', async () => {
      const { code, out, of } = await check();
      expect([code, of('只读')[0]?.level, of('水位字段')[0]?.level, of('主键字段')[0]?.level]).toEqual([
        0,
        'ok',
        'ok',
        'ok',
      ]);
      expect(of('试读')[0]).toMatchObject({ level: 'warning', found: '最新 12 行：可接收 11，将退回 1' });
      expect(
        of('试读')
          .map(({ found }) => found)
          .join(),
      ).toContain('“职业病代码”：1 处');
      if (name === 'PostgreSQL')
        expect(of('水位索引')[0]).toMatchObject({ level: 'ok', found: 'reports.disease_changed' });
      for (const personal of ['张三', '222521198503120011', '13800000000', PASSWORD])
        expect(out).not.toContain(personal);
    });

    it('tells all that is wrong with the file at once', async () => {
      const { code, of } = await check({ source: 'hc-z', pageRows: 0, timezone: 'Beijing' });
      expect([code, of('配置文件').map(({ level }) => level)]).toEqual([2, ['problem', 'problem']]);
      const unknown = await check({ columns: { 没有的列: 'x' } });
      expect(unknown.of('配置文件')[0]?.found).toContain('没有“没有的列”这一列');
    });

    it('tells of accounts that are refused, that may write, and of passwords that are not there', async () => {
      const refused = await check({}, { PULL_PASSWORD: 'wrong' });
      expect([refused.code, refused.of('连接')[0]?.found]).toEqual([2, expect.stringContaining('拒绝了用户名或口令')]);
      const writer = await check({ database: department.writer });
      expect([writer.code, writer.of('只读')[0]?.level]).toEqual([0, 'warning']);
      const missing = await check({ database: { ...department.database, password: { file: '/nowhere' } } });
      expect([missing.code, missing.of('口令')[0]?.level]).toEqual([2, 'problem']);
    });

    it('tells of views, fields and types that cannot carry the feed', async () => {
      expect((await check({ view: 'reports.nothing' })).of('视图')[0]?.level).toBe('problem');
      const fields = await check({ columns: {}, watermark: 'nowhere' });
      expect(fields.of('字段').map(({ found }) => found)).toEqual([
        expect.stringContaining('缺少必填列“报告卡编号”'),
        '视图中没有水位字段“nowhere”',
      ]);
      const ruined = await check({ view: 'reports.v_ruined' });
      expect(ruined.of('字段')[0]).toMatchObject({ level: 'warning', found: expect.stringContaining('extra') });
      expect(
        ruined
          .of('字段类型')
          .map(({ found }) => found)
          .join(),
      ).toContain('worker_certificate_number');
    });

    it('tells of watermarks that are empty or ahead, and of keys that tell no rows apart', async () => {
      const timeless = await check({ view: 'reports.v_timeless' });
      expect([timeless.code, timeless.of('水位字段')[0]?.found]).toEqual([2, expect.stringContaining('有 2 行为空')]);
      const future = await check({ view: 'reports.v_future' });
      expect([future.code, future.of('水位字段')[0]?.found]).toEqual([0, expect.stringContaining('有 12 行晚于')]);
      const keyless = await check({ view: 'reports.v_keyless' });
      expect([keyless.code, keyless.of('主键字段')[0]?.found]).toEqual([
        2,
        expect.stringContaining('不唯一：有 1 组重复'),
      ]);
    });

    it('speaks to people, too, and says what is missing', async () => {
      const nothing = await hub([]);
      expect([nothing.code, nothing.out]).toEqual([1, expect.stringContaining('没有部门配置数据库拉取')]);
      await check();
      const files = ['--file', join(folder, 'doors.yaml'), '--sources', join(folder, 'sources.json')];
      const { code, out } = await hub(['--department', DEPARTMENT, ...files]);
      expect(code).toBe(0);
      expect(out).toMatch(/✔ 连接：/);
      expect(out).toMatch(/→ /);
    });
  });
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
