import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
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

describe('a gzip', () => {
  const limitBytes = 1024 * 1024 * 1024;
  const inflated = (packed: Buffer, arrived: { bytes: number }) =>
    spoolBody(Readable.from(piecesOf(packed, arrived)), { folder, limitBytes, gzip: true });

  it('that blows up is refused long before its end', async () => {
    const member = gzipSync(Buffer.alloc(1024 * 1024, 'a'));
    const arrived = { bytes: 0 };
    const bomb = Buffer.concat(Array.from({ length: 500 }, () => member));
    await expect(inflated(bomb, arrived)).rejects.toMatchObject({
      code: 'BODY_TOO_LARGE',
      detail: expect.stringContaining('200 倍'),
    });
    expect(arrived.bytes).toBeLessThan(bomb.length / 2);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of rows that hardly differ is taken', async () => {
    const row = (at: number) => `张三,222521198503120011,职业病报告卡,2024-03-05,RD-220100-2024-${at}\n`;
    const rows = Buffer.from(Array.from({ length: 130_000 }, (_, at) => row(at)).join(''));
    const spool = await inflated(gzipSync(rows), { bytes: 0 });
    expect(spool.bytes).toBe(rows.length);
    await spool.remove();
  });
});

function* piecesOf(body: Buffer, arrived: { bytes: number }): Generator<Buffer> {
  for (let at = 0; at < body.length; at += 16_384) {
    const piece = body.subarray(at, at + 16_384);
    arrived.bytes += piece.length;
    yield piece;
  }
}
