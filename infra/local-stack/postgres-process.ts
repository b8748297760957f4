import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { endProcesses, runPreparation } from './daemon.js';
import { HOST } from './free-port.js';
import { LocalStackError } from './local-stack-error.js';
import { type PostgresPlace, providePostgresPlace } from './postgres-place.js';
import { findWorkingIn } from './process-table.js';
import { ensureRunning, type PartPlan, type StackContext } from './stack-part.js';

const SUPERUSER = 'postgres';

/** PostgreSQL on the binaries that npm installed. Returns the superuser's address of the database `postgres`. */
export async function ensurePostgres(context: StackContext): Promise<string> {
  const place = providePostgresPlace(context);
  await ensureRunning(context, planOf(context, place));
  return addressOf(context);
}

/** Children that outlive a killed postmaster, and so hold its shared memory, are found by where they work. */
export const postgresProcesses = (data: string): number[] => findWorkingIn(data, 'postgres');

const addressOf = ({ record }: StackContext): string =>
  `postgresql://${SUPERUSER}:${record.passwords.postgres}@${HOST}:${record.ports.postgres}/postgres`;

function planOf(context: StackContext, place: PostgresPlace): PartPlan {
  return {
    part: 'postgres',
    portNames: ['postgres'],
    attempts: 8, // the kernel may still count a killed predecessor's shared memory as in use
    files: () => '',
    command: () => ({
      program: join(place.binaries, 'bin', 'postgres'),
      args: ['-D', place.data, ...serverSettings(context).flatMap((setting) => ['-c', setting])],
      workingDirectory: place.folder,
      osUser: place.osUser,
    }),
    prepare: async () => {
      await clearRemains(place.data);
      await initialiseOnce(context, place);
    },
    probe: () => answersQueries(context),
  };
}

/** TCP on the loopback address only: a socket file would need a short path and a folder open to both users. */
const serverSettings = ({ record }: StackContext): string[] => [
  `listen_addresses=${HOST}`,
  `port=${record.ports.postgres}`,
  'unix_socket_directories=',
  'max_connections=200',
  'timezone=UTC',
  'log_timezone=UTC',
];

/** What a killed postmaster leaves: children, and a pid file whose number may by now be a stranger's. */
async function clearRemains(data: string): Promise<void> {
  await endProcesses(postgresProcesses(data), 'SIGQUIT', 5_000);
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** Beside the final place and renamed, so that an initdb broken off half-way is done again, not trusted. */
async function initialiseOnce(context: StackContext, place: PostgresPlace): Promise<void> {
  if (existsSync(place.data)) return refuseForeignVersion(place.data);
  const draft = join(place.folder, 'data.draft');
  await endProcesses(postgresProcesses(draft), 'SIGQUIT', 5_000); // an initdb's, whose starter was killed
  const passwordFile = join(place.folder, 'password.draft');
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(place.folder, { recursive: true });
  writeFileSync(passwordFile, context.record.passwords.postgres, { mode: 0o600 });
  if (place.osUser) chownSync(passwordFile, place.osUser.uid, place.osUser.gid);
  try {
    await runInitdb(place, context, [`--pgdata=${draft}`, `--pwfile=${passwordFile}`]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, place.data);
}

async function runInitdb(place: PostgresPlace, { home, env }: StackContext, paths: string[]): Promise<void> {
  const { binaries, folder, osUser } = place;
  const options = ['--auth=scram-sha-256', '--locale=C.UTF-8', '--encoding=UTF8', `--username=${SUPERUSER}`];
  const program = join(binaries, 'bin', 'initdb');
  try {
    await runPreparation({
      program,
      args: [...paths, ...options],
      workingDirectory: folder,
      env,
      osUser,
      home,
      part: 'postgres',
    });
  } catch (cause) {
    throw new LocalStackError(
      'INITDB_FAILED',
      {
        zh: `无法在 ${folder} 建立 PostgreSQL 数据目录`,
        en: `PostgreSQL's data folder in ${folder} could not be made`,
      },
      { zh: '检查磁盘空间与目录权限后重试', en: 'check disk space and the rights on the folder, and try again' },
      cause,
    );
  }
}

function refuseForeignVersion(data: string): void {
  const file = join(data, 'PG_VERSION');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : '?';
  if (version === '18') return;
  throw new LocalStackError(
    'POSTGRES_DATA_UNUSABLE',
    {
      zh: `${data} 不是 PostgreSQL 18 的数据目录`,
      en: `${data} is not a data folder of PostgreSQL 18 (found "${version}")`,
    },
    {
      zh: '用相应的版本备份其中的数据，然后清除本地数据重新启动',
      en: 'back its data up with the version that wrote it, wipe the local data and start again',
    },
  );
}

async function answersQueries(context: StackContext): Promise<boolean> {
  const client = new pg.Client({ connectionString: addressOf(context), connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined); // a server that stops meanwhile is an answer too: not healthy
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') throw wrongPassword(context, error);
    return false;
  } finally {
    await client.end();
  }
}

const wrongPassword = ({ record }: StackContext, cause: unknown): LocalStackError =>
  new LocalStackError(
    'POSTGRES_PASSWORD_LOST',
    {
      zh: `stack.json 中的口令与 ${record.postgresPlace} 中的数据不符`,
      en: `The password in stack.json does not fit the data in ${record.postgresPlace}`,
    },
    {
      zh: '恢复原来的 stack.json，或清除本地数据重新启动',
      en: 'restore the former stack.json, or wipe the local data and start again',
    },
    cause,
  );
