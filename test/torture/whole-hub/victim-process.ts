import { readdirSync, readFileSync } from 'node:fs';
import { isAlive } from '../../../infra/local-stack/process-table.js';
import { localStackStatus } from '../../../infra/local-stack/local-stack.js';
import type { Victim } from './kill-schedule.js';
import { STACK_VICTIMS } from './kill-schedule.js';

/** The process that is this victim now, one that is only just starting included; undefined while there is none. */
export async function processOf(home: string, victim: Victim, starterPid?: number): Promise<number | undefined> {
  if (victim === 'starter') return starterPid;
  if ((STACK_VICTIMS as readonly string[]).includes(victim)) {
    return (await localStackStatus(home)).find(({ part }) => part === victim)?.pid;
  }
  const department = /^intake-(.+)$/.exec(victim)?.[1];
  const main = `services/${department === undefined ? victim : 'intake'}/main.js`;
  return pidsOf(home, main, department)[0];
}

function pidsOf(home: string, main: string, department: string | undefined): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const environment = partsOf(pid, 'environ');
      return (
        partsOf(pid, 'cmdline').some((argument) => argument.endsWith(main)) &&
        environment.includes(`HUB_HOME=${home}`) &&
        (department === undefined || environment.includes(`HUB_DEPARTMENT=${department}`)) &&
        isAlive(pid)
      );
    });
}

function partsOf(pid: number, file: 'cmdline' | 'environ'): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return []; // another user's, or gone meanwhile
  }
}
