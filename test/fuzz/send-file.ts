import { access, appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep } from '../../infra/process/sleep.js';
import type { DropSubmission, Target } from './fuzz-case.js';
import type { Intake } from './intakes-under-fuzz.js';

/** What stands beside the file when it is done: as the door would have answered. */
export type FileAnswer = { status: number; json: string; text: string };

type Folders = Pick<Intake, 'drop'>;

const folderOf = ({ drop }: Folders, { feed, sourceId }: Target) => join(drop, feed.feed, sourceId);

const PAUSE_MS = 200;

/** Puts a file into the watched folder. @returns the longest time in milliseconds for which it stood still half-written */
export async function putFile(
  intake: Folders,
  target: Target,
  { name, body, writing }: DropSubmission,
): Promise<number> {
  const path = join(folderOf(intake, target), name);
  if (writing === 'grown') {
    let longest = 0;
    let written = performance.now();
    for (let at = 0; at < 3; at += 1) {
      await appendFile(path, body.subarray((body.length * at) / 3, (body.length * (at + 1)) / 3));
      if (at > 0) longest = Math.max(longest, performance.now() - written);
      written = performance.now();
      await sleep(PAUSE_MS);
    }
    return longest;
  }
  const draft = writing === 'part' ? `${path}.part` : join(intake.drop, name);
  await writeFile(draft, body);
  if (writing === 'part') await sleep(PAUSE_MS);
  await rename(draft, path);
  return 0;
}

/** Its receipt; null while it is not done. */
export async function fileAnswer(
  intake: Folders,
  target: Target,
  { name }: Pick<DropSubmission, 'name'>,
): Promise<FileAnswer | null> {
  for (const end of ['done', 'refused']) {
    const file = join(folderOf(intake, target), end, name);
    // The file comes last.
    if (
      !(await access(file).then(
        () => true,
        () => false,
      ))
    )
      continue;
    const json = await readFile(`${file}.回执.json`, 'utf8');
    const refused = end === 'refused' ? (JSON.parse(json) as { status: number }).status : 202;
    return { status: refused, json, text: await readFile(`${file}.回执.txt`, 'utf8') };
  }
  return null;
}
