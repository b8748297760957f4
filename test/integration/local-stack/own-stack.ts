import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { localStackStatus } from '../../../infra/local-stack/local-stack.js';
import { projectRoot } from '../../../infra/local-stack/project-root.js';

/** The environment without the parts of the stack that the whole test run shares. */
export function ownEnvironment(overrides: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const shared = ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', 'DATABASE_URL', 'OIDC_ISSUER_URL'];
  const rest = Object.fromEntries(Object.entries(process.env).filter(([name]) => !shared.includes(name)));
  return { ...rest, ...overrides };
}

export function makeHome(mode: number): string {
  const home = mkdtempSync(join(tmpdir(), 'own-stack-'));
  chmodSync(home, mode);
  return home;
}

export async function pidsByPart(home: string): Promise<Record<string, number | undefined>> {
  return Object.fromEntries((await localStackStatus(home)).map(({ part, pid }) => [part, pid]));
}

/** Every process that mentions the folder in its command line or environment, or works inside it. */
export function processesTouching(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => traces(pid).some((trace) => trace.includes(folder)))
    .map((pid) => `${pid} ${traces(pid)[0]}`);
}

const traces = (pid: string): string[] =>
  [
    () => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
    () => readFileSync(`/proc/${pid}/environ`, 'utf8'),
    () => readlinkSync(`/proc/${pid}/cwd`),
  ].map((read) => {
    try {
      return read();
    } catch {
      return '';
    }
  });

/** A program for `node --input-type=module -e`, on the compiled code, to act as another process or another user. */
export const script = (body: string): string[] => [
  '--input-type=module',
  '-e',
  `import * as stack from ${JSON.stringify(
    pathToFileURL(join(projectRoot(), 'dist', 'infra', 'local-stack', 'local-stack.js')).href,
  )};\n${body}`,
];

/** uid and gid of an unprivileged account that may run Node and read the checkout, or why there is none. */
export function ordinaryUser(): { uid: number; gid: number } | { missing: string } {
  if (process.getuid?.() !== 0) return { missing: 'this test runs as an ordinary user already' };
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'], { stdio: 'pipe' })));
    const user = { uid: uid as number, gid: gid as number };
    execFileSync(process.execPath, script('void stack;'), {
      ...user,
      cwd: '/',
      stdio: 'pipe',
      env: ownEnvironment({ NODE_OPTIONS: '' }),
    });
    return user;
  } catch (error) {
    return { missing: `user "nobody" cannot run this checkout: ${(error as Error).message.split('\n')[0]}` };
  }
}
