import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wipeLocalStack } from '../../infra/local-stack/local-stack.js';
import { projectRoot } from '../../infra/process/project-root.js';
import { openInstallation, type Installation } from '../../services/cli/installation.js';
import { readRunningHub, type RunningHub } from '../../services/cli/running-hub.js';
import type { RunReport } from '../../services/cli/start.js';
import { waitUntil } from '../stack/fixtures.js';

/** What a command said and how it ended. */
export type Ended = { code: number | null; signal: NodeJS.Signals | null; output: string };

/** A `hub` command that is running. */
export type RunningCommand = { child: ChildProcess; output: () => string; ended: Promise<Ended> };

/** The hub of one home, driven as a person would: by its command line, as processes of the build. */
export type HubUnderTest = {
  readonly home: string;
  /** Starts a command and comes back at once. */
  begin: (...args: string[]) => RunningCommand;
  /** Runs a command to its end. */
  run: (...args: string[]) => Promise<Ended>;
  /** `hub start` with these options, once the doors are open (it has said where they are). */
  started: (...args: string[]) => Promise<RunningCommand>;
  installation: () => Installation;
  running: () => RunningHub;
  report: () => RunReport;
  /** Ends what is left of all commands, removes the stack and the home. */
  remove: () => Promise<void>;
};

/** Parts of the stack that a developer's shell may name are not used, nor jest's own options. */
const NOT_INHERITED = [
  'KAFKA_BROKERS',
  'SCHEMA_REGISTRY_URL',
  'DATABASE_URL',
  'OIDC_ISSUER_URL',
  'HUB_HOME',
  'HUB_NAMESPACE',
  'NODE_OPTIONS',
];

const DOORS_OPEN = '查询接口';

/** @param within folder in which its home is made */
export function createHubUnderTest(more: NodeJS.ProcessEnv = {}, within = tmpdir()): HubUnderTest {
  const home = mkdtempSync(join(within, 'hub-e2e-'));
  chmodSync(home, 0o755);
  const env = { ...inherited(), HUB_HOME: home, ...more };
  const commands: RunningCommand[] = [];

  const begin = (...args: string[]): RunningCommand => {
    const command = beginHub(args, { env });
    commands.push(command);
    return command;
  };
  return {
    home,
    begin,
    run: (...args) => begin(...args).ended,
    started: async (...args) => {
      const command = begin('start', ...args);
      await waitUntil(
        `hub start ${args.join(' ')} says where its doors are`,
        () => command.output().includes(DOORS_OPEN) || hasEnded(command.child),
        120_000,
      );
      if (hasEnded(command.child)) throw new Error(`hub start ended early:\n${command.output()}`);
      return command;
    },
    installation: () => openInstallation(env),
    running: () => readRunningHub(home),
    report: () => JSON.parse(readFileSync(join(home, 'out', 'run.json'), 'utf8')) as RunReport,
    remove: async () => {
      for (const { child } of commands) if (!hasEnded(child)) child.kill('SIGKILL');
      await waitUntil('the services drain after their starter', () => serviceProcessesOf(home).length === 0, 40_000);
      await wipeLocalStack(home);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name)));
}

export function beginHub(
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; root?: string; uid?: number; gid?: number },
): RunningCommand {
  const { root = projectRoot(), ...spawning } = options;
  const child = spawn(process.execPath, [join(root, 'dist', 'services', 'cli', 'main.js'), ...args], {
    ...spawning,
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const output = () => Buffer.concat(said).toString();
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, output: output() }) as Ended);
  return { child, output, ended };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Processes of the hub's own (not of the stack below it) that live on this home, as `pid program`. */
export function serviceProcessesOf(home: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const program = read(`/proc/${pid}/cmdline`)
        .split('\0')
        .find((argument) => /dist\/services\/.+\.js$/.test(argument));
      const ofHome = read(`/proc/${pid}/environ`).split('\0').includes(`HUB_HOME=${home}`);
      return program !== undefined && ofHome ? [`${pid} ${program}`] : [];
    });
}

function read(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}
