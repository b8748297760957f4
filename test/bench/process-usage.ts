import { readdirSync, readFileSync } from 'node:fs';

/** Of a process and all that it started, ended children included: CPU seconds and resident MiB, by /proc. */
export type Usage = {
  cpuSeconds: number;
  residentMiB: number;
  /** Of the largest process alone: PostgreSQL's share their buffers, and each counts what it touched of them. */
  largestMiB: number;
};

/** Ticks of the kernel's accounting a second: USER_HZ, 100 on every Linux that is met. */
const TICKS = 100;
const PAGE_KIB = 4;

export function usageOf(root: number): Usage {
  const all = processes();
  const tree = [root];
  for (let at = 0; at < tree.length; at += 1) {
    for (const [pid, { parent }] of all) if (parent === tree[at]) tree.push(pid);
  }
  const own = tree.flatMap((pid) => all.get(pid) ?? []);
  return {
    cpuSeconds: own.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS,
    residentMiB: own.reduce((sum, { pages }) => sum + pages, 0) * (PAGE_KIB / 1024),
    largestMiB: own.reduce((most, { pages }) => Math.max(most, pages), 0) * (PAGE_KIB / 1024),
  };
}

/** Watches memory until it is told to stop; the highest that was met, of the whole tree or of its largest process. */
export function watchMemory(root: number, of: 'residentMiB' | 'largestMiB' = 'residentMiB'): () => number {
  let most = 0;
  const look = () => (most = Math.max(most, usageOf(root)[of]));
  const timer = setInterval(look, 250);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}

type Seen = { parent: number; ticks: number; pages: number };

function processes(): Map<number, Seen> {
  const seen = new Map<number, Seen>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statOf(name);
    if (stat) seen.set(Number(name), stat);
  }
  return seen;
}

/** Fields of proc(5) after the name, which may hold anything: state is the 3rd, so index 0 here. */
function statOf(pid: string): Seen | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const number = (field: number) => Number(fields[field - 3]);
    return { parent: number(4), ticks: number(14) + number(15) + number(16) + number(17), pages: number(24) };
  } catch {
    return null;
  }
}
