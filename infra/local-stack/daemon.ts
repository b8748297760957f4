import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isAlive, type Mark, markVariables } from './process-table.js';

export type OsUser = { uid: number; gid: number };

export type DaemonCommand = {
  program: string;
  args: string[];
  workingDirectory: string;
  logFile: string;
  mark: Mark;
  env: NodeJS.ProcessEnv;
  osUser?: OsUser | undefined;
};

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/** Starts a program in a session of its own, so that neither the starter's end nor its terminal's reaches it. */
export async function startDaemon(command: DaemonCommand): Promise<number> {
  const log = openLog(command.logFile);
  try {
    const child = spawn(command.program, command.args, {
      cwd: command.workingDirectory,
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...plainEnvironment(command.env), ...markVariables(command.mark) },
      ...command.osUser,
    });
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    return child.pid as number;
  } finally {
    closeSync(log);
  }
}

export type PreparationCommand = Pick<DaemonCommand, 'program' | 'args' | 'workingDirectory' | 'env' | 'osUser'> & {
  home: string;
  part: string;
};

/**
 * Runs a program that lays out a part's data, to its end. It carries the part's mark: when its starter is killed, the
 * next start or stop ends it like a daemon, before it can write into what that start lays out.
 */
export async function runPreparation(command: PreparationCommand): Promise<void> {
  const mark = { home: command.home, part: command.part, settings: 'preparing' };
  await promisify(execFile)(command.program, command.args, {
    cwd: command.workingDirectory,
    env: { ...plainEnvironment(command.env), ...markVariables(mark) },
    ...command.osUser,
  });
}

/** The starter's own settings (proxies, JVM options, PG… variables) are none of the daemons' business. */
function plainEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = ['PATH', 'HOME', 'JAVA_HOME', 'LD_LIBRARY_PATH', 'TMPDIR', 'TZ'];
  const variables = kept.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return { ...Object.fromEntries(variables), LANG: 'C.UTF-8' };
}

/** Asks the processes to end, ends them by force after the grace, and returns when they are gone. */
export async function endProcesses(pids: number[], signal: NodeJS.Signals, graceMs: number): Promise<void> {
  send(pids, signal);
  if (await allGone(pids, graceMs)) return;
  send(pids, 'SIGKILL');
  if (!(await allGone(pids, 10_000))) throw new Error(`Processes ${pids.filter(isAlive).join(', ')} survive SIGKILL`);
}

export const tailOf = (file: string, lines = 15): string => {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
};

function send(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

async function allGone(pids: number[], withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (pids.some(isAlive)) {
    if (Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
