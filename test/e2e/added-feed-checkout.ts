import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** A copy of this checkout with a git history of its own, so that it can be asked what has changed since. */
export type Checkout = {
  readonly folder: string;
  /** Runs a program in the copy and gives what it wrote. The error of one that fails holds what it wrote as well. */
  readonly run: (program: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;
  /** Files of the first commit that are no longer what they were. */
  readonly changedFiles: () => Promise<string[]>;
  /** Files that the first commit does not have. */
  readonly newFiles: () => Promise<string[]>;
};

/** Copies what git lists of `root`, new files included, and borrows its node_modules. */
export async function copyCheckout(root: string, folder: string): Promise<Checkout> {
  const { stdout } = await exec('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
  for (const path of parts(stdout, '\0')) {
    // A deleted file is listed until that is committed; node_modules is, where it is itself a link.
    if (path !== 'node_modules' && existsSync(join(root, path))) cpSync(join(root, path), join(folder, path));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const run: Checkout['run'] = async (program, args, env = {}) =>
    (await exec(program, args, { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 })).stdout;
  await commitAll(folder, run);
  return {
    folder,
    run,
    changedFiles: async () => parts(await run('git', ['diff', '--name-only'])),
    newFiles: async () => parts(await run('git', ['ls-files', '--others', '--exclude-standard'])),
  };
}

async function commitAll(folder: string, run: Checkout['run']): Promise<void> {
  await run('git', ['init', '--quiet']);
  // .gitignore speaks of the folder node_modules/, which the link is not.
  appendFileSync(join(folder, '.git', 'info', 'exclude'), 'node_modules\n');
  await run('git', ['add', '--all']);
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  await run('git', [...author, 'commit', '--quiet', '--no-verify', '--message', 'As it is']);
}

/** Adds the folders under `from`. Their `*.ts.txt`, so named to stay out of the real checkout's checks, become `*.ts`. */
export function addFolders({ folder }: Checkout, from: string): void {
  cpSync(from, folder, { recursive: true });
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.ts.txt')) renameSync(join(folder, file), join(folder, file.replace(/\.txt$/, '')));
  }
}

function parts(text: string, separator = '\n'): string[] {
  return text.split(separator).filter(Boolean);
}
