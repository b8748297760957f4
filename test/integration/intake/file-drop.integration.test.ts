import { mkdir, readdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { connectorOf } from '../../../connectors/generated/feed-index.js';
import type { Receipt } from '../../../services/intake/receipts/receipt.js';
import { waitUntil } from '../../stack/fixtures.js';
import { createIntakeUnderTest, DEPARTMENT, FEED, sampleRow } from './intake-under-test.js';
import type { IntakeUnderTest, RunningIntake } from './intake-under-test.js';
import { csv, gb18030, mended, xlsx, type Row } from './sample-files.js';

const feed = connectorOf(DEPARTMENT).feeds.find((candidate) => candidate.feed === FEED)!;

let intake: IntakeUnderTest;
let door: RunningIntake;
let folder: string;
let serial = 0;

const freshRow = (changes: Row = {}): Promise<Row> =>
  sampleRow({ reportCardNumber: `ZYB-D-${(serial += 1)}`, ...changes });
const inDone = (name: string) => join(folder, 'done', name);
const receiptOf = async (name: string, end = 'done') =>
  JSON.parse(await readFile(join(folder, end, `${name}.回执.json`), 'utf8')) as Receipt & { code?: string };
const textOf = (name: string, end = 'done') => readFile(join(folder, end, `${name}.回执.txt`), 'utf8');
const start = () =>
  intake.start({
    HUB_DROP_FOLDER: join(intake.folder, 'drop'),
    HUB_DROP_QUIET_SECONDS: '0.6',
    HUB_DROP_LOOK_SECONDS: '0.15',
  });

async function drop(name: string, content: string | Buffer, changed?: Date): Promise<void> {
  const draft = join(intake.folder, `draft-${(serial += 1)}`);
  await writeFile(draft, content);
  if (changed) await utimes(draft, changed, changed);
  await rename(draft, join(folder, name));
}

const taken = (name: string, end = 'done') =>
  waitUntil(`${name} is in ${end}`, async () => (await readdir(join(folder, end))).includes(name));

async function dropped(name: string, content: string | Buffer, changed?: Date): Promise<Receipt> {
  await drop(name, content, changed);
  await taken(name);
  return receiptOf(name);
}

async function batchCount(): Promise<number> {
  const { rows } = await intake.database.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM batch');
  return rows[0]!.count;
}

beforeAll(async () => {
  intake = await createIntakeUnderTest();
  folder = join(intake.folder, 'drop', FEED, 'hc-a');
  door = await start();
}, 120_000);

afterAll(async () => {
  if (door?.alive()) expect(await door.kill('SIGTERM')).toBe(0);
  await intake?.close();
}, 60_000);

describe('the file drop', () => {
  it('makes a folder for each source and feed of the department', async () => {
    expect((await readdir(join(intake.folder, 'drop', FEED))).sort()).toEqual(['hc-a', 'hc-b']);
    expect((await readdir(folder)).sort()).toEqual(['.processing', 'done', 'refused']);
  });

  it('does not take a copy of an old file, with the time of the copying, for a correction', async () => {
    const row = await freshRow();
    const january = csv(feed, [row]);
    const corrected = csv(feed, [{ ...row, stage: '贰期', reason: '复核' }]);
    await dropped('一月.csv', january, new Date('2024-06-01T00:00:00Z'));
    expect((await dropped('三月.csv', corrected, new Date('2024-07-01T00:00:00Z'))).rows.corrected).toBe(1);
    const copy = await dropped('一月-邮件附件.csv', january);
    expect([copy.rows.unchanged, copy.findings.map(({ code }) => code)]).toEqual([1, ['SUPERSEDED_CONTENT_RESENT']]);
    // Said in the name, it is somebody's word.
    const said = await dropped('一月_asOf=2024-08-01.csv', january);
    expect(said.rows.corrected).toBe(1);
  });

  const bodies: [string, (rows: Row[]) => Buffer | Promise<Buffer>][] = [
    ['utf8.csv', (rows) => Buffer.from(csv(feed, rows))],
    ['gb18030.CSV', (rows) => gb18030(csv(feed, rows))],
    ['工作簿.xlsx', (rows) => xlsx(feed, rows)],
    ['array.json', (rows) => Buffer.from(JSON.stringify(rows))],
    ['lines.ndjson', (rows) => Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))],
    ['packed.csv.gz', (rows) => gzipSync(csv(feed, rows))],
  ];
  it.each(bodies)('takes %s as of its own time and puts both receipts beside it', async (name, make) => {
    const changed = new Date('2024-06-01T08:00:00Z');
    const receipt = await dropped(name, await make([await freshRow(), await freshRow()]), changed);
    expect(receipt).toMatchObject({ rows: { submitted: 2, new: 2, rejected: 0 }, asOf: changed.toISOString() });
    expect((await door.get<Receipt>(`/v1/batches/${receipt.batchId}`)).body.rows).toEqual(receipt.rows);
    expect(await textOf(name)).toMatch(/报送回执\r\n.*\r\n结果：已接收\r\n批次：[^]*共 2 行：新增 2，更正 0/);
    expect(await readdir(join(folder, '.processing'))).toEqual([]);
  });

  it('believes a name that declares the moment of the export', async () => {
    const receipt = await dropped('认定_asOf=2024-05-31.csv', csv(feed, [await freshRow()]));
    expect(receipt.asOf).toBe('2024-05-30T16:00:00.000Z');
  });

  it('puts the rejected rows beside the receipt, as a workbook that is mended and dropped as it is', async () => {
    const row = await freshRow();
    await dropped('有误.csv', csv(feed, [{ ...row, disease: '99999' }, await freshRow()]));
    const returned = await readFile(inDone('有误.csv.退回.xlsx'));
    const { heading } = feed.columns.find(({ key }) => key === 'disease')!;
    const again = await dropped('改好.xlsx', await mended(returned, { [heading]: row['disease'] ?? null }));
    expect(again.rows).toMatchObject({ submitted: 1, new: 1, rejected: 0 });
    expect(await readdir(join(folder, 'done'))).not.toContain('改好.xlsx.退回.xlsx');
  });

  it('lists rejected rows with reason and remedy, all of them in the JSON', async () => {
    const rows = await Promise.all(Array.from({ length: 130 }, () => freshRow({ disease: '99999' })));
    const toVerify = await freshRow({ workerCertificateNumber: null });
    const receipt = await dropped('rejected.csv', csv(feed, [toVerify, ...rows]));
    expect(receipt.rows).toMatchObject({ new: 1, rejected: 130 });
    expect(receipt.findings.filter(({ severity }) => severity === 'error').length).toBeGreaterThanOrEqual(130);
    const text = await textOf('rejected.csv');
    expect(text).toMatch(/退回的行[^]*第 2 行：「职业病代码」[^]*其余见同名的 .退回 文件/);
    expect(text).toMatch(/已接收、请核对的行（1 行有提示[^]*第 1 行：「证件号码」未填写/);
  });

  const refusals: [string, () => string | Promise<string>, string, string][] = [
    ['notes.pdf', () => 'x', 'UNSUPPORTED_MEDIA_TYPE', '不支持的内容类型'],
    ['headings.csv', () => 'a,b\n1,2\n', 'HEADINGS_UNKNOWN', '有无法识别的列'],
    ['empty.csv', () => '', 'FILE_EMPTY', '报送内容为空'],
    ['asOf=2024-02-31.csv', async () => csv(feed, [await freshRow()]), 'AS_OF_UNREADABLE', '文件名中的导出时点'],
    ['asOf=2999-01-01.csv', async () => csv(feed, [await freshRow()]), 'PARAMETER_INVALID', '请求参数不正确'],
  ];
  it.each(refusals)('moves %s to refused/ and says why', async (name, content, code, words) => {
    const before = await batchCount();
    await drop(name, await content());
    await taken(name, 'refused');
    expect((await receiptOf(name, 'refused')).code).toBe(code);
    expect(await textOf(name, 'refused')).toContain(`未接收（${words}`);
    expect(await batchCount()).toBe(before);
  });

  it('waits for a file that grows, then takes all of it once', async () => {
    const lines = csv(feed, await Promise.all(Array.from({ length: 12 }, () => freshRow()))).split('\r\n');
    let written = '';
    for (const line of lines) {
      written += `${line}\r\n`;
      await writeFile(join(folder, 'growing.csv'), written);
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    await taken('growing.csv');
    expect((await receiptOf('growing.csv')).rows).toMatchObject({ submitted: 12, new: 12 });
  });

  it('leaves hidden, partial and linked files alone until they get their name', async () => {
    const content = csv(feed, [await freshRow()]);
    for (const name of ['late.csv.part', '.hidden.csv', '~$lock.xlsx']) await writeFile(join(folder, name), content);
    await symlink('/etc/hostname', join(folder, 'link.csv'));
    expect((await dropped('after.csv', csv(feed, [await freshRow()]))).rows.new).toBe(1);
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['late.csv.part', '.hidden.csv', '~$lock.xlsx', 'link.csv']),
    );
    await rename(join(folder, 'late.csv.part'), join(folder, 'late.csv'));
    await taken('late.csv');
    expect((await receiptOf('late.csv')).rows.new).toBe(1);
  });
});

describe('a file that is put in again', () => {
  it('with the same time is the same submission; under another name too', async () => {
    const changed = new Date('2024-06-02T00:00:00Z');
    const content = csv(feed, [await freshRow()]);
    const first = await dropped('twice.csv', content, changed);
    const before = await batchCount();
    await drop('twice.csv', content, changed);
    await taken('twice（2）.csv');
    expect((await receiptOf('twice（2）.csv')).batchId).toBe(first.batchId);
    expect(await textOf('twice（2）.csv')).toContain('未重复计算');
    expect((await dropped('other-name.csv', content, changed)).batchId).toBe(first.batchId);
    expect(await batchCount()).toBe(before);
  });

  it('without a word about its time undoes no correction: a copied old file is no news', async () => {
    const row = await freshRow();
    const at = (day: string) => new Date(`2024-06-${day}T00:00:00Z`);
    expect((await dropped('a.csv', csv(feed, [row]), at('01'))).rows.new).toBe(1);
    expect((await dropped('b.csv', csv(feed, [{ ...row, stage: '贰期' }]), at('02'))).rows.corrected).toBe(1);
    expect((await dropped('c.csv', csv(feed, [row]), at('03'))).rows.unchanged).toBe(1);
  });
});

describe('a service that is killed', () => {
  it('between commit and rename counts the file once', async () => {
    const first = await dropped('crash.csv', csv(feed, [await freshRow()]));
    const before = await batchCount();
    await door.kill('SIGKILL');
    const claim = join(folder, '.processing', 'left-behind');
    await mkdir(claim);
    await rename(inDone('crash.csv'), join(claim, 'crash.csv'));
    await mkdir(join(folder, '.processing', 'never-filled'));
    door = await start();
    await taken('crash.csv');
    expect((await receiptOf('crash.csv')).batchId).toBe(first.batchId);
    expect(await batchCount()).toBe(before);
    await waitUntil('no claim is left', async () => (await readdir(join(folder, '.processing'))).length === 0);
  }, 60_000);

  it('again and again at any moment takes every file exactly once', async () => {
    const before = await batchCount();
    const names = Array.from({ length: 24 }, (_, index) => `kill-${index}.csv`);
    for (const name of names) await drop(name, csv(feed, [await freshRow(), await freshRow()]));
    for (let kill = 0; kill < 4; kill += 1) {
      const done = async () => (await readdir(join(folder, 'done'))).filter((name) => /^kill-\d+\.csv$/.test(name));
      const enough = 4 * (kill + 1);
      await waitUntil(`${enough} files are done`, async () => (await done()).length >= enough);
      await door.kill('SIGKILL');
      door = await start();
    }
    for (const name of names) await taken(name);
    const batches = new Set(await Promise.all(names.map(async (name) => (await receiptOf(name)).batchId)));
    expect([batches.size, await batchCount()]).toEqual([24, before + 24]);
    expect(await readdir(join(folder, 'done'))).not.toContain('kill-0（2）.csv');
  }, 120_000);
});
