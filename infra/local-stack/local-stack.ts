import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endProcesses } from './daemon.js';
import { withExclusiveLock } from './exclusive-lock.js';
import { LocalStackError } from './local-stack-error.js';
import { postgresProcesses } from './postgres-process.js';
import { findMarked, residentMiB } from './process-table.js';
import { stopPart } from './stack-part.js';
import { newRecord, type Part, PARTS, readRecord, stackFolder, type StackRecord, writeRecord } from './stack-record.js';
import { type StackEndpoints, startParts } from './stack-start.js';

export { LocalStackError } from './local-stack-error.js';
export type { StackEndpoints } from './stack-start.js';

export type StackOptions = {
  /** Everything of this stack is kept under `<home>/stack`. */
  home: string;
  /** KAFKA_BROKERS, SCHEMA_REGISTRY_URL, DATABASE_URL, OIDC_ISSUER_URL each replace a part by one's own. */
  env: NodeJS.ProcessEnv;
  /** JSON list of `OidcClient`, which the issuer reads whenever it is asked. Absent: the one it has. */
  oidcClientsFile?: string;
  onProgress?: (message: string) => void;
};

export type PartStatus = {
  part: Part;
  state: 'running' | 'stopped' | 'external';
  pid?: number;
  port?: number;
  residentMiB?: number;
};

const REPLACED_BY: Record<Part, string> = {
  kafka: 'KAFKA_BROKERS',
  registry: 'SCHEMA_REGISTRY_URL',
  postgres: 'DATABASE_URL',
  oidc: 'OIDC_ISSUER_URL',
};

/** Starts what does not run yet. The daemons outlive this process; a second start finds and re-uses them. */
export async function startLocalStack(options: StackOptions): Promise<StackEndpoints> {
  const home = makeHome(options.home);
  const onProgress = options.onProgress ?? (() => undefined);
  return withHomeLock(home, onProgress, async () => {
    const record = readRecord(home) ?? newRecord();
    record.external = externalParts(options.env);
    if (options.oidcClientsFile) record.oidcClientsFile = options.oidcClientsFile;
    writeRecord(home, record);
    return startParts({ home, env: options.env, record, onProgress });
  });
}

export async function localStackStatus(home: string): Promise<PartStatus[]> {
  const folder = trueFolder(home);
  const record = readRecord(folder);
  return PARTS.map((part) => statusOf(folder, part, record));
}

/** Ends every daemon of this home and returns when all are gone. The data stay. */
export async function stopLocalStack(home: string): Promise<void> {
  const folder = trueFolder(home);
  await withHomeLock(
    folder,
    () => undefined,
    () => stopParts(folder),
  );
}

/** Stops, and removes everything that the stack keeps for this home. */
export async function wipeLocalStack(home: string): Promise<void> {
  const folder = trueFolder(home);
  await withHomeLock(
    folder,
    () => undefined,
    async () => {
      await stopParts(folder);
      const place = placeToWipe(folder);
      if (place) rmSync(place, { recursive: true, force: true });
      rmSync(stackFolder(folder), { recursive: true, force: true });
    },
  );
}

/** Links resolved: running processes are found by the folder that the kernel names. */
const trueFolder = (home: string): string => (existsSync(home) ? realpathSync(home) : resolve(home));

function makeHome(home: string): string {
  const folder = resolve(home);
  try {
    mkdirSync(stackFolder(folder), { recursive: true });
  } catch (cause) {
    throw new LocalStackError(
      'HOME_NOT_WRITABLE',
      { zh: `无法建立本地数据目录 ${folder}`, en: `The local data folder ${folder} cannot be made` },
      { zh: '用 HUB_HOME 指定一个可写的目录', en: 'name a folder you may write in HUB_HOME' },
      cause,
    );
  }
  return realpathSync(folder);
}

const withHomeLock = <T>(home: string, onProgress: (message: string) => void, work: () => Promise<T>): Promise<T> =>
  withExclusiveLock(
    {
      resource: home,
      onWait: () => onProgress(`另一个进程正在启动或停止 ${home}，等待 … waiting for another start or stop of it`),
    },
    work,
  );

const externalParts = (env: NodeJS.ProcessEnv): StackRecord['external'] =>
  Object.fromEntries(PARTS.filter((part) => env[REPLACED_BY[part]]).map((part) => [part, true]));

async function stopParts(home: string): Promise<void> {
  // The registry first: it would log the loss of its database.
  await Promise.all((['kafka', 'registry', 'oidc'] as const).map((part) => stopPart(home, part)));
  await stopPart(home, 'postgres');
  const place = placeToWipe(home);
  if (place) await endProcesses(postgresProcesses(join(place, 'data')), 'SIGQUIT', 5_000);
}

/** Nothing when the record is damaged: wiping is the remedy for that. */
function placeToWipe(home: string): string | undefined {
  try {
    return readRecord(home)?.postgresPlace;
  } catch (error) {
    if (error instanceof LocalStackError && error.code === 'STACK_RECORD_DAMAGED') return undefined;
    throw error;
  }
}

function statusOf(home: string, part: Part, record: StackRecord | undefined): PartStatus {
  if (record?.external[part]) return { part, state: 'external' };
  const pid = findMarked(home, part)[0]?.pid;
  if (pid === undefined) return { part, state: 'stopped' };
  const pids =
    part === 'postgres' && record?.postgresPlace ? postgresProcesses(join(record.postgresPlace, 'data')) : [pid];
  const resident = Math.round(pids.reduce((sum, each) => sum + residentMiB(each), 0));
  const port = record?.ports[part];
  return { part, state: 'running', pid, residentMiB: resident, ...(port === undefined ? {} : { port }) };
}
