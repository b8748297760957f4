import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { detectEncoding, type EncodingFindings } from './text-encoding.js';
import { UnreadableBatch } from './row-reader.js';

/** A body at rest: encrypted under a key that exists in this process alone, so a crash leaves only ciphertext. */
export type BodySpool = {
  bytes: number;
  /** SHA-256 (hex) of the body, inflated. */
  digest: string;
  encoding: EncodingFindings;
  open: () => Readable;
  remove: () => Promise<void>;
};

export type SpoolOptions = { folder: string; limitBytes: number; gzip: boolean };

/** Writes a body to the spool folder, inflating, counting and looking at its bytes on the way. */
export async function spoolBody(body: Readable, { folder, limitBytes, gzip }: SpoolOptions): Promise<BodySpool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${randomBytes(12).toString('hex')}.body`);
  const remove = () => rm(file, { force: true });
  const key = randomBytes(32);
  // CTR never repeats a counter here: the key serves one file only.
  const iv = randomBytes(16);
  const watch = watchBytes(limitBytes);
  const stages = [
    ...(gzip ? inflating(limitBytes) : []),
    watch.stream,
    createCipheriv('aes-256-ctr', key, iv),
    createWriteStream(file, { mode: 0o600, flags: 'wx' }),
  ];
  try {
    await pipeline([Readable.from(chunksOf(body)), ...stages]);
  } catch (error) {
    await remove();
    throw gzip && isZlibError(error) ? brokenGzip(error) : error;
  }
  // Whoever stops reading half-way closes the file too: else every refused body would keep its descriptor and its disk.
  const open = () => {
    const decipher = createDecipheriv('aes-256-ctr', key, iv);
    pipeline(createReadStream(file), decipher).catch(() => undefined);
    return decipher;
  };
  return { ...watch.result(), open, remove };
}

/** No upload takes so long: what is older was left by a process that was killed, and nobody has its key any more. */
const STALE_AFTER_MS = 3_600_000;

/** Removes what killed processes left in the spool folder. */
export async function removeStaleBodies(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const written = await stat(path).catch(() => null);
    if (name.endsWith('.body') && written && now - written.mtimeMs > STALE_AFTER_MS) await rm(path, { force: true });
  }
}

/** A request is left open when reading it ends early: destroying it would take the connection, and with it our answer. */
async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
}

function watchBytes(limitBytes: number) {
  let bytes = 0;
  const hash = createHash('sha256');
  const encoding = detectEncoding();
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limitBytes) return done(tooLarge(limitBytes));
      hash.update(chunk);
      encoding.push(chunk);
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ bytes, digest: hash.digest('hex'), encoding: encoding.findings() }) };
}

/** Rows of a department shrink to a twentieth at best; a bomb to a thousandth. */
const MAX_RATIO = 200;
/** Below it any ratio may be met, and costs little. */
const RATIO_MATTERS_FROM_BYTES = 8 * 1024 * 1024;

/** Inflates, and ends early with what blows up: reading it to the limit would take a processor for seconds. */
function inflating(limitBytes: number): Transform[] {
  let packed = 0;
  let inflated = 0;
  const arriving = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      packed += chunk.length;
      done(packed > limitBytes ? tooLarge(limitBytes) : null, chunk);
    },
  });
  const judging = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      inflated += chunk.length;
      const bomb = inflated > RATIO_MATTERS_FROM_BYTES && inflated > packed * MAX_RATIO;
      done(bomb ? swollen() : null, chunk);
    },
  });
  return [arriving, createGunzip(), judging];
}

function swollen(): UnreadableBatch {
  return new UnreadableBatch(
    'BODY_TOO_LARGE',
    `gzip 内容解压后超过压缩大小的 ${MAX_RATIO} 倍，不予接收，请不经压缩直接报送。`,
  );
}

function tooLarge(limitBytes: number): UnreadableBatch {
  const limit = Math.floor(limitBytes / 1024 / 1024);
  return new UnreadableBatch('BODY_TOO_LARGE', `报送内容超过上限 ${limit} MiB（解压后计算），请分成几批报送。`);
}

function isZlibError(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && code.startsWith('Z_');
}

function brokenGzip(cause: unknown): UnreadableBatch {
  return new UnreadableBatch('FILE_BROKEN', 'gzip 压缩内容不完整或已损坏，请重新压缩后报送。', {}, { cause });
}
