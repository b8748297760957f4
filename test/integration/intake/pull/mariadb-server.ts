import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import { chooseFreePort } from '../../../../infra/local-stack/free-port.js';
import { waitUntil } from '../../../stack/fixtures.js';

const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec'];
const found = (...names: string[]) =>
  names.flatMap((name) => FOLDERS.map((folder) => join(folder, name))).find((path) => existsSync(path));

const SERVER = found('mariadbd', 'mysqld');
const INSTALL = found('mariadb-install-db', 'mysql_install_db');

/** Debian: `apt-get install mariadb-server`. */
export const mariaDbInstalled = SERVER !== undefined && INSTALL !== undefined;

export type MariaDb = {
  port: number;
  /** Runs statements as the administrator. */
  run: (...statements: string[]) => Promise<void>;
  stop: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
};

/** A MariaDB of the test's own: its process, its folder, its socket and port; as root and as an ordinary user. */
export async function startMariaDb(): Promise<MariaDb> {
  const folder = await mkdtemp(join(tmpdir(), 'mariadb-'));
  const [data, socket] = [join(folder, 'data'), join(folder, 'sock')];
  const own = ['--no-defaults', `--user=${userInfo().username}`, `--datadir=${data}`];
  await promisify(execFile)(INSTALL ?? '', [...own, '--auth-root-authentication-method=normal', '--skip-test-db']);
  const port = await chooseFreePort(() => false);
  const args = [...own, `--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1', '--skip-log-bin'];
  const small = ['--innodb-buffer-pool-size=32M', '--performance-schema=OFF', `--pid-file=${join(folder, 'pid')}`];
  const run = async (...statements: string[]) => {
    const connection = await mysql.createConnection({ socketPath: socket, user: 'root', charset: 'utf8mb4' });
    try {
      for (const statement of statements) await connection.query(statement);
    } finally {
      await connection.end();
    }
  };
  let server: ChildProcess | null = null;
  const start = async () => {
    server = spawn(SERVER ?? '', [...args, ...small], { stdio: 'ignore' });
    await waitUntil('MariaDB answers', () => run('SELECT 1').then(() => true));
  };
  const stop = async () => {
    if (!server) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
    server = null;
  };
  await start();
  const close = async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { port, run, stop, start, close };
}
