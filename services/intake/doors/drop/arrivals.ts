import { isUnfinishedName } from './drop-file-name.js';

/** A regular file as one look at a folder finds it. */
export type SeenFile = { name: string; inode: number; bytes: number; changedMs: number };

type Known = { bytes: number; changedMs: number; sinceMs: number };

/**
 * Decides which files of one folder are complete. A file is when its size and time have stood still for `quietMs` of
 * our own clock (a file server's may differ), or at once when it was seen before under a name of unfinished files: whoever
 * renames a `.part` has finished writing.
 */
export function createArrivals(quietMs: number): (seen: readonly SeenFile[], nowMs: number) => SeenFile[] {
  let known = new Map<string, Known>();
  let unfinished = new Set<number>();
  return (seen, nowMs) => {
    const visible = seen.filter(({ name }) => !isUnfinishedName(name));
    const next = new Map(visible.map((file) => [file.name, sightOf(file, known.get(file.name), nowMs)]));
    const complete = visible.filter(
      ({ name, inode }) => unfinished.has(inode) || nowMs - (next.get(name)?.sinceMs ?? nowMs) >= quietMs,
    );
    known = next;
    // Kept for the one look after the renaming only: the inode of a file that is gone may serve another.
    unfinished = new Set(seen.filter(({ name }) => isUnfinishedName(name)).map(({ inode }) => inode));
    return complete.sort((one, other) => one.changedMs - other.changedMs || (one.name < other.name ? -1 : 1));
  };
}

function sightOf({ bytes, changedMs }: SeenFile, before: Known | undefined, nowMs: number): Known {
  const still = before?.bytes === bytes && before.changedMs === changedMs;
  return still ? before : { bytes, changedMs, sinceMs: nowMs };
}
