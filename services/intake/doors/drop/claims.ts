import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeenFile } from './arrivals.js';
import { PROCESSING } from './drop-folder.js';

/** A file taken out of the reach of whoever wrote it: `.processing/<claim>/<name>`. */
export type Claim = { name: string; path: string; folder: string };

/** Regular files of a folder; links are left alone, they could show anything. */
export async function look(folder: string): Promise<SeenFile[]> {
  const seen: SeenFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const found = await lstat(join(folder, entry.name)).catch(() => null);
    if (found?.isFile()) {
      seen.push({ name: entry.name, inode: found.ino, bytes: found.size, changedMs: Math.floor(found.mtimeMs) });
    }
  }
  return seen;
}

/** Takes a file by renaming it, which one process alone can do. @returns null when somebody else has it */
export async function claim(folder: string, name: string): Promise<Claim | null> {
  const own = join(folder, PROCESSING, randomUUID());
  await mkdir(own);
  try {
    await rename(join(folder, name), join(own, name));
    return { name, folder: own, path: join(own, name) };
  } catch (error) {
    await rmdir(own);
    if (isGone(error)) return null;
    throw error;
  }
}

/** What a process that was killed had taken and not finished; claims that never got their file are removed. */
export async function unfinishedClaims(folder: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const id of await readdir(join(folder, PROCESSING))) {
    const own = join(folder, PROCESSING, id);
    const [name] = await readdir(own);
    if (name === undefined) await rmdir(own);
    else claims.push({ name, folder: own, path: join(own, name) });
  }
  return claims;
}

/** Moves a claimed file to where it stays, under a name that is free there. */
export async function release({ path, folder }: Claim, target: string): Promise<void> {
  await rename(path, target).catch(unlessGone);
  await rmdir(folder).catch(unlessGone);
}

/** A second process of the same department may have finished it meanwhile, under the same key. */
function unlessGone(error: unknown): void {
  if (!isGone(error)) throw error;
}

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const LONGEST_NAME_BYTES = 200;

/**
 * `name` in `folder`, numbered when there is such a file already, and cut where a receipt's ending would make it longer
 * than file systems allow.
 */
export async function freeName(folder: string, name: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  const [, stem = name, extension = ''] = /^(.+?)((?:\.[A-Za-z0-9]{1,8}){0,2})$/.exec(name) ?? [];
  const short = cut(stem, LONGEST_NAME_BYTES - extension.length);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? `${short}${extension}` : `${short}（${number}）${extension}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function cut(text: string, bytes: number): string {
  let kept = '';
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break;
    kept += character;
  }
  return kept;
}
