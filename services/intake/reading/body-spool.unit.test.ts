import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { spoolBody } from './body-spool.js';

const folder = mkdtempSync(join(tmpdir(), 'spool-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const spooled = (body: Buffer) =>
  spoolBody(Readable.from([body]), { folder, limitBytes: 10 * 1024 * 1024, gzip: false });
const openFiles = () => readdirSync('/dev/fd').length;

it('gives back what was written, and nothing once it is removed', async () => {
  const spool = await spooled(Buffer.from('职业病报告卡'));
  expect(Buffer.concat(await spool.open().toArray()).toString('utf8')).toBe('职业病报告卡');
  await spool.remove();
  expect(readdirSync(folder)).toEqual([]);
  await expect(spool.open().toArray()).rejects.toMatchObject({ code: 'ENOENT' });
});

it('leaves no file open when the reader stops half-way, as it does at the first row of a wrong file', async () => {
  const spool = await spooled(Buffer.alloc(3 * 1024 * 1024, 'a'));
  const before = openFiles();
  for (let time = 0; time < 5; time += 1) {
    for await (const chunk of spool.open()) if (chunk) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(openFiles()).toBe(before);
  await spool.remove();
});
