import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ServiceFailure } from '../../infra/process/service-failure.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

/**
 * Runs another `hub … --json` in a process of its own and returns what it tells. Documents and demo data need libraries
 * and memory that the starter, which stays up for days, should not keep.
 *
 * @throws ServiceFailure HUB_COMMAND_FAILED with the command's own words
 */
export async function runHub<T>(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  nodeOptions: readonly string[] = [],
): Promise<T> {
  const command = [...nodeOptions, MAIN, ...args, '--json'];
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code === 0) return JSON.parse(output) as T;
  throw new ServiceFailure(`hub ${args[0] ?? ''} 失败：${(complaint || output).trim()}`, {
    code: 'HUB_COMMAND_FAILED',
    retriable: false,
    context: { command: args[0], exitCode: code },
  });
}
