import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type DaemonCommand, endProcesses, startDaemon } from './daemon.js';
import { chooseFreePort, isPortFree } from './free-port.js';
import { answersSoon, type Probe, untilHealthy } from './health.js';
import { LocalStackError } from './local-stack-error.js';
import { findMarked } from './process-table.js';
import { logFile, type Part, type StackRecord, writeRecord } from './stack-record.js';

/** One start of the stack: the home, its record (kept up to date on disk), and whom to tell. */
export type StackContext = {
  home: string;
  env: NodeJS.ProcessEnv;
  record: StackRecord;
  onProgress: (message: string) => void;
};

/** How one daemon is started and judged, on the ports that the record has for it. */
export type PartPlan = {
  part: Part;
  portNames: string[];
  /** How often to start again when it ends at once; its last words are thrown in the end. */
  attempts: number;
  /** Without what is the same for all parts. */
  command: () => Omit<DaemonCommand, 'mark' | 'logFile' | 'env'>;
  /** Files that the daemon reads; its settings have changed when these have. */
  files: () => string;
  /** Lays out files and data before a start; not called when a running daemon is re-used. */
  prepare: () => Promise<void>;
  probe: Probe;
};

/** Ends with the part running and answering: the one that runs already if its settings are as wanted, else a new one. */
export async function ensureRunning(context: StackContext, plan: PartPlan): Promise<void> {
  await choosePorts(context, plan.portNames, isMissing);
  if (await runsAsWanted(context, plan)) return;
  await stopPart(context.home, plan.part);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(context, plan);
    } catch (error) {
      const mayRetry = error instanceof LocalStackError && error.code === 'PART_ENDED' && attempt < plan.attempts;
      if (!mayRetry) throw error;
      await delay(500);
    }
  }
}

/** Ends the part's processes in order; whatever is left after the grace, by force. */
export async function stopPart(home: string, part: Part): Promise<void> {
  const pids = findMarked(home, part).map(({ pid }) => pid);
  // On SIGTERM PostgreSQL would wait for its clients to leave; SIGINT rolls back and ends.
  await endProcesses(pids, part === 'postgres' ? 'SIGINT' : 'SIGTERM', 20_000);
}

async function runsAsWanted({ home }: StackContext, plan: PartPlan): Promise<boolean> {
  const running = findMarked(home, plan.part);
  return running.some(({ settings }) => settings === digestOf(plan)) && (await answersSoon(plan.probe));
}

async function start(context: StackContext, plan: PartPlan): Promise<void> {
  const { home, env, onProgress } = context;
  await choosePorts(context, plan.portNames, isTaken);
  onProgress(`启动 ${plan.part} … starting ${plan.part}`);
  const startedAt = Date.now();
  await plan.prepare();
  const log = logFile(home, plan.part);
  const mark = { home, part: plan.part, settings: digestOf(plan) };
  const pid = await startDaemon({ ...plan.command(), logFile: log, mark, env });
  await untilHealthy(plan.part, pid, log, plan.probe);
  onProgress(`${plan.part} 就绪 ready (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}

/** Not the program: two people of one machine may reach the same Java by different paths. */
const digestOf = ({ command, files }: PartPlan): string =>
  createHash('sha256')
    .update(JSON.stringify([command().args, files()]))
    .digest('hex')
    .slice(0, 16);

const isMissing = (port: number | undefined): Promise<boolean> => Promise.resolve(port === undefined);
const isTaken = async (port: number | undefined): Promise<boolean> => port === undefined || !(await isPortFree(port));

/** Gives new ports to the names whose remembered one is missing or, before a start, held by somebody else. */
async function choosePorts(
  { home, record, onProgress }: StackContext,
  names: string[],
  needsNew: (port: number | undefined) => Promise<boolean>,
): Promise<void> {
  for (const name of names) {
    const former = record.ports[name];
    if (!(await needsNew(former))) continue;
    const port = await chooseFreePort((candidate) => Object.values(record.ports).includes(candidate));
    record.ports[name] = port;
    if (former)
      onProgress(`端口 ${former} 已被占用，${name} 改用 ${port}。 Port ${former} is taken, ${name} moves to ${port}.`);
    writeRecord(home, record);
  }
}
