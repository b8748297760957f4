import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A variable in a daemon's environment: whose it is, and which settings it was started with. */
export type Mark = { home: string; part: string; settings: string };
export type MarkedProcess = { pid: number; settings: string };

const MARK = { owner: 'LOCAL_STACK_OWNER', settings: 'LOCAL_STACK_SETTINGS' } as const;

export const markVariables = ({ home, part, settings }: Mark): Record<string, string> => ({
  [MARK.owner]: ownerOf(home, part),
  [MARK.settings]: settings,
});

const ownerOf = (home: string, part: string): string => `${part}@${home}`;

/**
 * Processes that we started for this part of this home. The environment of a running process says so, which no pid
 * file can: a recorded pid may have been given to a stranger, or its starter died before it could write it down.
 */
export function findMarked(home: string, part: string): MarkedProcess[] {
  const marked = allPids().flatMap((pid) => {
    const variables = readVariables(pid);
    if (variables.get(MARK.owner) !== ownerOf(home, part) || isZombie(pid)) return [];
    return [{ pid, settings: variables.get(MARK.settings) ?? '' }];
  });
  // Children inherit the mark; a signal that ends a daemon may mean something else to its children.
  const pids = new Set(marked.map(({ pid }) => pid));
  return marked.filter(({ pid }) => !pids.has(parentOf(pid)));
}

/** Processes of this program whose working directory is `folder` (PostgreSQL's children hide their environment). */
export function findWorkingIn(folder: string, program: string): number[] {
  return allPids().filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder && programOf(pid) === program && !isZombie(pid);
    } catch {
      return false;
    }
  });
}

export const isAlive = (pid: number): boolean => !isZombie(pid);

/** Memory of its own plus its share of what it shares with others, where the kernel tells; else all it has mapped. */
export function residentMiB(pid: number): number {
  const kib =
    sizeIn(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+)/m) ?? sizeIn(`/proc/${pid}/status`, /^VmRSS:\s+(\d+)/m);
  return (kib ?? 0) / 1024;
}

const allPids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function readVariables(pid: number): Map<string, string> {
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return new Map(entries.map((entry) => [entry.split('=', 1)[0] ?? '', entry.slice(entry.indexOf('=') + 1)]));
  } catch {
    return new Map(); // another user's process, or gone meanwhile
  }
}

function statOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
}

/** "pid (program) state parent …": the program's name may hold blanks and brackets, so read from the last bracket. */
function stateAndParent(pid: number): string[] {
  const stat = statOf(pid) ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

const parentOf = (pid: number): number => Number(stateAndParent(pid)[1]);
const isZombie = (pid: number): boolean => ['', 'Z', 'X'].includes(stateAndParent(pid)[0] ?? '');

const programOf = (pid: number): string => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();

function sizeIn(file: string, pattern: RegExp): number | undefined {
  try {
    const size = pattern.exec(readFileSync(file, 'utf8'))?.[1];
    return size === undefined ? undefined : Number(size);
  } catch {
    return undefined;
  }
}
