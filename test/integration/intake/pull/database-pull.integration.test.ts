import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectorOf } from '../../../../connectors/generated/feed-index.js';
import type { Receipt } from '../../../../services/intake/receipts/receipt.js';
import type { PullStatus } from '../../../../services/intake/doors/pull/pull-status.js';
import { waitUntil } from '../../../stack/fixtures.js';
import { createCuttableProxy } from '../../infra/outages.js';
import { createIntakeUnderTest, DEPARTMENT, FEED, sampleRow } from '../intake-under-test.js';
import type { IntakeUnderTest, RunningIntake } from '../intake-under-test.js';
import { csv, type Row } from '../sample-files.js';
import {
  CARD_NUMBER,
  createRegister,
  createView,
  insertCard,
  mariaDbDepartment,
  PASSWORD,
  postgresDepartment,
  updateCard,
  VIEW,
  type DepartmentUnderTest,
} from './department-under-test.js';
import { mariaDbInstalled } from './mariadb-server.js';

const feed = connectorOf(DEPARTMENT).feeds.find((candidate) => candidate.feed === FEED)!;
const PAGE_ROWS = 7;

const databases: [string, () => Promise<DepartmentUnderTest>, boolean][] = [
  ['PostgreSQL', postgresDepartment, true],
  [
    mariaDbInstalled ? 'MariaDB' : 'MariaDB (not installed: apt-get install mariadb-server)',
    mariaDbDepartment,
    mariaDbInstalled,
  ],
];

for (const [name, openDepartment, installed] of databases) {
  (installed ? describe : describe.skip)(`the pull out of ${name}`, () => {
    let intake: IntakeUnderTest;
    let department: DepartmentUnderTest;
    let door: RunningIntake;
    let serial = 0;
    /** Times of change move on from row to row, a second each. */
    const moment = (seconds: number) => new Date(Date.parse('2024-06-01T00:00:00Z') + seconds * 1000).toISOString();

    const card = async (changes: Row = {}): Promise<{ id: number; row: Row }> => {
      serial += 1;
      return { id: serial, row: await sampleRow({ reportCardNumber: `ZYB-P-${serial}`, ...changes }) };
    };
    const insert = async (seconds: number, changes: Row = {}) => {
      const { id, row } = await card(changes);
      await department.run(insertCard(department, id, moment(seconds), row));
      return { id, row };
    };
    const doors = (more: object = {}) =>
      writeFile(
        join(intake.folder, 'doors.yaml'),
        JSON.stringify({
          pulls: [
            {
              ...{ source: 'hc-a', feed: FEED, database: department.database, view: VIEW },
              ...{ columns: { 报告卡编号: CARD_NUMBER }, watermark: 'changed_at', key: 'id' },
              ...{ intervalSeconds: 0.2, overlapSeconds: 120, pageRows: PAGE_ROWS, ...more },
            },
          ],
        }),
      );
    const start = (more: Record<string, string> = {}) =>
      intake.start({ HUB_DOORS_FILE: join(intake.folder, 'doors.yaml'), PULL_PASSWORD: PASSWORD, ...more });
    const one = async <T>(sql: string, values: unknown[] = []) =>
      (await intake.database.pool.query<{ value: T }>(sql, values)).rows[0]!.value;
    const rowsTaken = () => one<number>(`SELECT count(*)::int AS value FROM batch_row WHERE source_id = 'hc-a'`);
    const takenAs = (outcome: string) =>
      one<number>(`SELECT count(*)::int AS value FROM batch_row WHERE source_id = 'hc-a' AND outcome = $1`, [outcome]);
    const recordsKept = () =>
      one<number>(`SELECT count(DISTINCT record_id)::int AS value FROM record_version WHERE source_id = 'hc-a'`);
    /** Does something in the register and waits until exactly so many rows more have been taken. */
    const takes = async (rows: number, work: () => Promise<unknown>) => {
      const before = await rowsTaken();
      await work();
      await taken(before + rows);
    };
    const taken = (count: number) =>
      waitUntil(`${count} rows are taken`, async () => (await rowsTaken()) === count, 10_000);
    const status = async () => (await door.ready<{ pulls: PullStatus[] }>()).pulls[0]!;
    const inState = (state: PullStatus['state']) =>
      waitUntil(`the pull is ${state}`, async () => (await status()).state === state && (await status()));

    beforeAll(async () => {
      intake = await createIntakeUnderTest();
      department = await openDepartment();
      await department.run(...createRegister(department, feed));
      await doors();
    }, 180_000);

    afterAll(async () => {
      if (door?.alive()) await door.kill('SIGKILL');
      await department?.close();
      await intake?.close();
    }, 60_000);

    it('catches up in pages, whatever stands at their edges, and lists what it rejects', async () => {
      // Twenty rows of one moment: the key alone tells where a page ends.
      for (let i = 0; i < 20; i += 1) await insert(0);
      for (let i = 1; i <= 4; i += 1) await insert(i);
      await insert(5, { disease: '99999' });
      door = await start();
      await taken(25);
      expect([await takenAs('new'), await takenAs('rejected')]).toEqual([24, 1]);
      const batchId = await one<string>(`SELECT batch_id AS value FROM batch_row WHERE outcome = 'rejected'`);
      const { body } = await door.get<Receipt>(`/v1/batches/${batchId}`);
      expect([body.format, body.findings[0]?.heading]).toEqual(['database', '职业病代码']);
      await inState('current');
    });

    it('takes what is new and changed, and a rejected row once it is mended, and nothing twice', async () => {
      await takes(3, async () => {
        await insert(6);
        await department.run(updateCard(department, 3, moment(7), { stage: '贰期', reason: '复核' }));
        await department.run(updateCard(department, 25, moment(8), { disease: '01001' }));
      });
      expect([await takenAs('new'), await takenAs('corrected'), await takenAs('unchanged')]).toEqual([26, 1, 0]);
    });

    it('takes a row that was committed late, with a time that has been read past', async () => {
      await takes(1, () => insert(3.5));
      // The same second says nothing of which came first: a change within it is seen by its content.
      await takes(1, () => department.run(updateCard(department, serial, moment(3.5), { occupation: '掘进工' })));
      expect([await takenAs('new'), await takenAs('corrected')]).toEqual([27, 2]);
    });

    it('is not led past others by a time of the year 2099', async () => {
      await takes(1, () => insert(2_400_000_000));
      await takes(1, () => insert(9));
    });

    it('waits for the department’s database, and goes on by itself', async () => {
      await department.proxy.cut();
      const failing = await inState('failing');
      expect(failing.trouble?.code).toBe('PULL_UNREACHABLE');
      await takes(1, async () => {
        await insert(10);
        await department.proxy.mend();
      });
      expect((await inState('current')).trouble).toBeNull();
    });

    it('stops with a message when a column vanishes, while the other doors stay open', async () => {
      const before = await rowsTaken();
      await department.run(`DROP VIEW ${VIEW}`, createView(feed, ['stage']));
      await insert(11);
      const { trouble } = await inState('stopped');
      expect([trouble?.code, trouble?.message]).toEqual([
        'PULL_COLUMNS',
        expect.stringContaining('“期别或程度”列此前读自字段“stage”'),
      ]);
      const sent = await door.send<Receipt>(csv(feed, [(await card()).row]), 'text/csv', {
        query: 'source=hc-b',
        caller: 'other',
      });
      expect(sent.body.rows.new).toBe(1);
      expect(await rowsTaken()).toBe(before);
      await department.run(`DROP VIEW ${VIEW}`, createView(feed));
      await taken(before + 1);
    });

    it('reads each row once when two processes serve the same view', async () => {
      const second = await start();
      try {
        const before = await rowsTaken();
        await takes(30, async () => {
          for (let i = 0; i < 30; i += 1) await insert(12 + i);
        });
        // Some rounds of both: a row taken by each would show now.
        await new Promise((resolve) => setTimeout(resolve, 1000));
        expect([await rowsTaken(), await takenAs('unchanged')]).toEqual([before + 30, 0]);
      } finally {
        expect(await second.kill('SIGTERM')).toBe(0);
      }
    });

    it('says the same as a CSV of the same rows over HTTP', async () => {
      const { rows } = await intake.database.pool.query<{ record_id: string; content_digest: string }>(
        `SELECT record_id, content_digest FROM record_version WHERE source_id = 'hc-a'
         AND record_id IN ('ZYB-P-1', 'ZYB-P-2') ORDER BY record_id`,
      );
      const sample = await sampleRow();
      const body = csv(
        feed,
        rows.map(({ record_id }) => ({ ...sample, reportCardNumber: record_id })),
      );
      const sent = await door.send<Receipt>(body, 'text/csv', { query: 'source=hc-b', caller: 'other' });
      expect(sent.body.rows.new).toBe(2);
      const over = await intake.database.pool.query<{ record_id: string; content_digest: string }>(
        `SELECT record_id, content_digest FROM record_version WHERE batch_id = $1 ORDER BY record_id`,
        [sent.body.batchId],
      );
      expect(over.rows).toEqual(rows);
    });

    it('pauses while too much is waiting for Kafka', async () => {
      expect(await door.kill('SIGTERM')).toBe(0);
      door = await start({ KAFKA_BROKERS: '127.0.0.1:1', HUB_MAX_BACKLOG: '10' });
      await takes(12, async () => {
        for (let i = 0; i < 12; i += 1) await insert(50 + i);
      });
      await inState('paused');
      const before = await rowsTaken();
      await insert(70);
      await inState('paused');
      expect(await rowsTaken()).toBe(before);
      await door.kill('SIGKILL');
      door = await start();
      await taken(before + 1);
    });

    it('waits for its own database, too', async () => {
      expect(await door.kill('SIGTERM')).toBe(0);
      const own = await createCuttableProxy(intake.database.url);
      try {
        door = await start({ DATABASE_URL: own.url });
        await inState('current');
        await takes(1, async () => {
          await own.cut();
          await insert(200);
          await waitUntil('the pull noticed', () => door.log().includes('pull failed'));
          await own.mend();
        });
        expect(await door.kill('SIGTERM')).toBe(0);
      } finally {
        await own.close();
      }
    });

    it('loses nothing and doubles nothing when it is killed in the middle of catching up', async () => {
      if (door.alive()) expect(await door.kill('SIGTERM')).toBe(0);
      const [before, kept, unchanged] = [await rowsTaken(), await recordsKept(), await takenAs('unchanged')];
      const rows: string[] = [];
      for (let i = 0; i < 300; i += 1) {
        const { id, row } = await card();
        rows.push(insertCard(department, id, moment(100 + Math.floor(i / 50)), row));
      }
      await department.run(...rows);
      // Small pages, so that there is a middle to be killed in.
      await doors({ pageRows: 3 });
      let kills = 0;
      for (; (await rowsTaken()) < before + 240 && kills < 5; kills += 1) {
        const reached = await rowsTaken();
        door = await start();
        await waitUntil('some more pages are taken', async () => (await rowsTaken()) > reached + 20);
        await door.kill('SIGKILL');
      }
      expect(kills).toBeGreaterThan(2);
      door = await start();
      await taken(before + 300);
      await inState('current');
      expect([await rowsTaken(), await takenAs('unchanged')]).toEqual([before + 300, unchanged]);
      expect(await recordsKept()).toBe(kept + 300);
    });

    it('reads everything again when the file says so, which changes no record', async () => {
      expect(await door.kill('SIGTERM')).toBe(0);
      const inView = await takenAs('new');
      const [kept, versions] = [
        await recordsKept(),
        await one<number>('SELECT count(*)::int AS value FROM record_version'),
      ];
      await doors({ readAgain: 'once more' });
      door = await start();
      await waitUntil('all rows are read again', async () => (await takenAs('unchanged')) === inView);
      await inState('current');
      expect([await recordsKept(), await one('SELECT count(*)::int AS value FROM record_version')]).toEqual([
        kept,
        versions,
      ]);
    });

    it('takes rows whose times are all to come once, though no position is reached', async () => {
      expect(await door.kill('SIGTERM')).toBe(0);
      await department.run('DELETE FROM reports.disease');
      await insert(2_400_000_100);
      await doors({ readAgain: 'of times to come' });
      const before = await rowsTaken();
      door = await start();
      await taken(before + 1);
      const round = () => one<number>(`SELECT round::int AS value FROM pull_position WHERE source_id = 'hc-a'`);
      const first = await round();
      await waitUntil('three more rounds are over', async () => (await round()) >= first + 3);
      expect(await rowsTaken()).toBe(before + 1);
    });
  });
}
