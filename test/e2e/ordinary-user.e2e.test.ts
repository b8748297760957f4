import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../infra/process/project-root.js';
import { inherited, serviceProcessesOf } from './hub-under-test.js';

/*
 * A checkout where nobody else may enter (its parent has mode 0700), run by what a person types, its home the default
 * one: first as root, whose PostgreSQL has to live elsewhere, then as an ordinary user. One copy serves both.
 */
type User = { uid: number; gid: number };

const isRoot = process.getuid?.() === 0;
const USER = `hub-e2e-${process.pid}`;
const RUN_WITHIN_MS = 170_000;
const SMALL = ['--once', '--scale', '0.02', '--years', '2025'];

const parent = mkdtempSync(join(tmpdir(), 'closed-'));
const checkout = join(parent, 'checkout');
const home = join(checkout, '.hub');
const user = newUser();
const reason = 'missing' in user ? ` (skipped: ${user.missing})` : '';
const testAsRoot = isRoot ? test : test.skip;
const testAsUser = 'missing' in user ? test.skip : test;
let digestOfRoot: string;

beforeAll(() => {
  chmodSync(parent, 0o700);
  if (isRoot) copyCheckout();
}, 120_000);

afterAll(() => {
  if (existsSync(home)) execFileSync(process.execPath, hub('stack', 'wipe'), { cwd: checkout, env: environment() });
  rmSync(parent, { recursive: true, force: true });
  if (!('missing' in user)) execFileSync('userdel', [USER], { stdio: 'pipe' });
}, 60_000);

describe('npm start -- --once in a folder closed to others', () => {
  testAsRoot(
    'closes the books for root, PostgreSQL under another user',
    () => {
      digestOfRoot = runsToItsEnd();
      expect(ownerOfPostgres()).not.toBe(0);
      leavesNothing();
    },
    180_000,
  );

  testAsUser(
    `closes the books for an ordinary user, to whom all belongs${reason}`,
    () => {
      if ('missing' in user) return;
      handOver(user);
      expect(runsToItsEnd(user)).toBe(digestOfRoot);
      expect(ownerOfPostgres(user)).toBe(user.uid);
      expect(statSync(join(home, 'out', 'run.json')).uid).toBe(user.uid);
      leavesNothing(user);
    },
    180_000,
  );
});

/** @returns the dataset's digest */
function runsToItsEnd(as?: User): string {
  const { status, stdout, stderr } = spawnSync('npm', ['start', '--', ...SMALL], {
    ...{ ...as, cwd: checkout, env: environment(), encoding: 'utf8' as const },
    // It blocks this process, so that no timeout of jest's can end it.
    timeout: RUN_WITHIN_MS,
  });
  expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: expect.stringContaining('账目已平') });
  return (JSON.parse(readFileSync(join(home, 'out', 'run.json'), 'utf8')) as { datasetDigest: string }).datasetDigest;
}

function ownerOfPostgres(as?: User): number {
  const parts = JSON.parse(asked(['stack', 'status', '--json'], as)) as { part: string; pid?: number }[];
  return statSync(`/proc/${parts.find(({ part }) => part === 'postgres')?.pid ?? 0}`).uid;
}

function leavesNothing(as?: User): void {
  expect(serviceProcessesOf(home)).toEqual([]);
  asked(['stack', 'down'], as);
  const states = JSON.parse(asked(['stack', 'status', '--json'], as)) as { state: string }[];
  expect(states.map(({ state }) => state)).toEqual(states.map(() => 'stopped'));
  asked(['stack', 'wipe'], as);
  rmSync(home, { recursive: true });
}

const hub = (...args: string[]): string[] => [join(checkout, 'dist', 'services', 'cli', 'main.js'), ...args];

const asked = (args: string[], as?: User): string =>
  execFileSync(process.execPath, hub(...args), { ...as, cwd: checkout, env: environment(), encoding: 'utf8' });

/** The user has no home; npm wants a place for its logs. */
function environment(): NodeJS.ProcessEnv {
  return { ...inherited(), HOME: join(checkout, 'home'), npm_config_update_notifier: 'false' };
}

/** Everything but what a first start makes. Packages are linked, for they are large and nobody writes to them. */
function copyCheckout(): void {
  const root = projectRoot();
  const left = new Set(['node_modules', '.hub', '.git']);
  cpSync(root, checkout, {
    recursive: true,
    filter: (from) => dirname(from) !== root || !left.has(from.slice(root.length + 1)),
  });
  const [from, to] = [join(root, 'node_modules'), join(checkout, 'node_modules')];
  if (spawnSync('cp', ['-al', from, to]).status !== 0) {
    rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-a', from, to]);
  }
  mkdirSync(join(checkout, 'home'), { mode: 0o755 });
}

/** All but the linked packages: those are the real checkout's as well. */
function handOver({ uid, gid }: User): void {
  chownSync(parent, uid, gid);
  execFileSync('find', [
    ...[checkout, '-path', join(checkout, 'node_modules'), '-prune', '-o'],
    ...['-exec', 'chown', '-h', `${uid}:${gid}`, '{}', '+'],
  ]);
}

/** An account of this test's own (PostgreSQL wants its user to have a name), or why there can be none. */
function newUser(): User | { missing: string } {
  if (!isRoot) return { missing: 'this test does not run as root' };
  const made = spawnSync('useradd', ['--system', '--no-create-home', '--user-group', USER], { encoding: 'utf8' });
  if (made.status !== 0) return { missing: `useradd made no user: ${made.error?.message ?? made.stderr}` };
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, USER], { encoding: 'utf8' })));
  const works = spawnSync(process.execPath, ['--version'], { uid, gid, cwd: '/' });
  if (uid && gid && works.status === 0) return { uid, gid };
  execFileSync('userdel', [USER]);
  return { missing: `user ${USER} may not run ${process.execPath}` };
}
