import { Command } from 'commander';
import { localStackStatus, stopLocalStack, wipeLocalStack } from '../../../infra/local-stack/local-stack.js';
import { homeOf, openInstallation } from '../installation.js';
import { startStack } from '../main-job.js';
import type { CliContext } from '../cli-context.js';
import { say } from '../say.js';

const STATES = { running: '运行中', stopped: '已停止', external: '外部提供' } as const;

/** `hub stack …`: Kafka, registry, PostgreSQL and token issuer of this home. */
export function stackCommand({ env }: CliContext): Command {
  const stack = new Command('stack').description('本机的 Kafka、契约登记库、PostgreSQL 和令牌签发服务');
  stack
    .command('up')
    .description('启动；已在运行的沿用')
    .action(async () => {
      await startStack(openInstallation(env), env, say);
      await tellStatus(homeOf(env), false);
    });
  stack
    .command('status')
    .description('查看状态')
    .option('--json', '输出 JSON', false)
    .action(({ json }: { json: boolean }) => tellStatus(homeOf(env), json));
  stack
    .command('down')
    .description('停止；数据保留')
    .action(() => stopLocalStack(homeOf(env)));
  stack
    .command('wipe')
    .description('停止并删除数据')
    .action(() => wipeLocalStack(homeOf(env)));
  return stack;
}

async function tellStatus(home: string, json: boolean): Promise<void> {
  const parts = await localStackStatus(home);
  if (json) return say(JSON.stringify(parts));
  for (const { part, state, pid, port, residentMiB } of parts) {
    const detail = [pid && `进程 ${pid}`, port && `端口 ${port}`, residentMiB && `内存 ${residentMiB} MiB`];
    say(`${part.padEnd(9)} ${STATES[state]} ${detail.filter(Boolean).join('，')}`);
  }
}
