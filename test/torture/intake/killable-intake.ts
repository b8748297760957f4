import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../infra/process/project-root.js';
import type { PlannedService } from '../../../services/cli/service-plan.js';

/** A connector service as a process of the build, that is killed and started again. */
export type KillableIntake = {
  /** Starts it unless it runs; resolves when it is ready. @throws when it ends instead */
  running: () => Promise<void>;
  /** Stops it in its tracks, as kill -9 would, but so that one can look at what it was about. */
  freeze: () => void;
  /** kill -9; resolves when it is gone. */
  kill: () => Promise<void>;
  /** Ends it in order. @returns its exit code */
  end: () => Promise<number | null>;
  /** Times that it ended without having been told. */
  endedByItself: () => number;
};

const READY_WITHIN_MS = 60_000;

export function createKillableIntake({ main, env }: PlannedService, logFile: string): KillableIntake {
  let child: ChildProcess | null = null;
  let ready: Promise<void> = Promise.resolve();
  let told = false;
  let endedByItself = 0;

  const start = (): void => {
    const log = openSync(logFile, 'a');
    const started = spawn(process.execPath, ['--enable-source-maps', join(projectRoot(), 'dist', main)], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      stdio: ['ignore', log, log, 'ipc'],
    });
    child = started;
    told = false;
    started.once('exit', () => {
      if (!told) endedByItself += 1;
      if (child === started) child = null;
    });
    ready = readyOrExit(started, logFile);
    ready.catch(() => undefined); // told to whoever waits for it
  };
  const ended = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!child) return null;
    const gone = once(child, 'exit');
    told = true;
    child.kill(signal);
    const [code] = (await gone) as [number | null];
    return code;
  };
  return {
    running: () => {
      if (!child) start();
      return ready;
    },
    freeze: () => void child?.kill('SIGSTOP'),
    kill: async () => void (await ended('SIGKILL')),
    end: () => ended('SIGTERM'),
    endedByItself: () => endedByItself,
  };
}

async function readyOrExit(child: ChildProcess, logFile: string): Promise<void> {
  const patience = AbortSignal.timeout(READY_WITHIN_MS);
  const first = await Promise.race([
    once(child, 'message', { signal: patience }).then(() => 'ready' as const),
    once(child, 'exit', { signal: patience }).then(() => 'gone' as const),
  ]);
  if (first === 'gone' && child.signalCode !== 'SIGKILL') throw new Error(`the intake did not start; see ${logFile}`);
}
