import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OsUser } from './daemon.js';
import { LocalStackError } from './local-stack-error.js';
import { copyPostgresOnce, installedPostgres } from './postgres-binaries.js';
import type { StackContext } from './stack-part.js';
import { stackFolder, writeRecord } from './stack-record.js';

export type PostgresPlace = {
  /** Holds data/ and, when the checkout is out of the OS user's reach, binaries/. */
  folder: string;
  data: string;
  binaries: string;
  /** Absent when this process is an ordinary user, under whom PostgreSQL runs as well. */
  osUser: OsUser | undefined;
};

/** Where PostgreSQL lives, chosen once for a home, and under whom it runs: never under root, which it refuses. */
export function providePostgresPlace(context: StackContext): PostgresPlace {
  const native = installedPostgres();
  const osUser = process.getuid?.() === 0 ? unprivilegedUser(context.record.postgresPlace) : undefined;
  const folder = context.record.postgresPlace ?? choosePlace(context.home, osUser);
  makeFolderFor(folder, osUser);
  context.record.postgresPlace = folder;
  writeRecord(context.home, context.record);
  const reachable = mayEnter(join(native, 'bin'), osUser);
  const binaries = reachable ? native : copyPostgresOnce(native, join(folder, 'binaries'));
  return { folder, data: join(folder, 'data'), binaries, osUser };
}

/**
 * Inside the home if the OS user may enter it, else in the system's place for such data. A temporary folder comes
 * last, because systems clear theirs. No record and yet a folder there: its home was deleted without wiping it.
 */
function choosePlace(home: string, osUser: OsUser | undefined): string {
  const inside = stackFolder(home, 'postgres');
  if (osUser === undefined || mayEnter(openedFolder(inside), osUser)) return inside;
  const name = `local-stack-postgres-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
  const outside = ['/var/lib', tmpdir()].find((parent) => mayEnter(parent, osUser));
  if (outside === undefined) throw noPlace(home);
  rmSync(join(outside, name), { recursive: true, force: true });
  return join(outside, name);
}

/** Our own folders on the way are opened for passing through; those above the home are left as they are. */
function openedFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(join(folder, '..'), 0o755);
  return folder;
}

function makeFolderFor(folder: string, osUser: OsUser | undefined): void {
  mkdirSync(folder, { recursive: true });
  if (osUser === undefined) return;
  chmodSync(folder, 0o755);
  chownSync(folder, osUser.uid, osUser.gid);
}

function mayEnter(folder: string, osUser: OsUser | undefined): boolean {
  if (osUser === undefined || !existsSync(folder)) return existsSync(folder);
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...osUser, cwd: '/' }).status === 0;
}

/** The owner of existing data, so that a user `postgres` installed later does not lock us out of them. */
function unprivilegedUser(place: string | undefined): OsUser {
  const owner = place === undefined ? undefined : statSync(place, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = accountOf('postgres') ?? accountOf('nobody');
  if (user === undefined) throw noOsUser();
  return user;
}

function accountOf(name: string): OsUser | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' })));
    return uid && gid ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}

const noOsUser = (): LocalStackError =>
  new LocalStackError(
    'NO_POSTGRES_USER',
    {
      zh: 'PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 用户',
      en: 'PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody',
    },
    {
      zh: '运行 useradd --system postgres，或以普通用户启动',
      en: 'run useradd --system postgres, or start as an ordinary user',
    },
  );

const noPlace = (home: string): LocalStackError =>
  new LocalStackError(
    'NO_POSTGRES_PLACE',
    {
      zh: `运行 PostgreSQL 的用户进不了 ${home}、/var/lib 或 ${tmpdir()}`,
      en: `PostgreSQL's user may enter neither ${home} nor /var/lib nor ${tmpdir()}`,
    },
    {
      zh: '把 HUB_HOME 设为该用户可进入的目录，或以普通用户启动',
      en: 'set HUB_HOME to a folder open to that user, or start as an ordinary user',
    },
  );
