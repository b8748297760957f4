import { Command } from 'commander';
import {
  localStackStatus,
  stopLocalStack,
  wipeLocalStack,
  type PartStatus,
} from '../../../infra/local-stack/local-stack.js';
import { homeOf, openInstallation } from '../installation.js';
import { startStack } from '../main-job.js';
import type { CliContext } from '../cli-context.js';
import { say } from '../say.js';

const STATES = { running: '运行中', stopped: '已停止', external: '外部提供' } as const;

/** `hub stack …`: Kafka, registry, PostgreSQL and token issuer of this home. */
export function stackCommand({ env }: CliContext): Command {
  const stack = new Command('stack')
    .description('本机的 Kafka、契约登记库、PostgreSQL 和令牌签发服务')
    .addHelpText('after', '\n示例：hub stack status');
  const add = (name: string, description: string, work: (json: boolean) => Promise<void>): void => {
    stack
      .command(name)
      .description(description)
      .option('--json', '输出 JSON', false)
      .addHelpText('after', `\n示例：hub stack ${name}`)
      .action(async ({ json }: { json: boolean }) => {
        await work(json);
        await tellStatus(homeOf(env), json);
      });
  };
  add('up', '启动；已在运行的沿用', async (json) => {
    await startStack(openInstallation(env), env, json ? () => undefined : say);
  });
  add('status', '查看状态', async () => undefined);
  add('down', '停止；数据保留', () => stopLocalStack(homeOf(env)));
  add('wipe', '停止并删除数据', () => wipeLocalStack(homeOf(env)));
  return stack;
}

async function tellStatus(home: string, json: boolean): Promise<void> {
  const parts = await localStackStatus(home);
  if (json) say(JSON.stringify(parts));
  else parts.map(partLine).forEach(say);
}

export function partLine({ part, state, pid, port, residentMiB }: PartStatus): string {
  const detail = [pid && `进程 ${pid}`, port && `端口 ${port}`, residentMiB && `内存 ${residentMiB} MiB`];
  return `${part.padEnd(28)} ${STATES[state]} ${detail.filter(Boolean).join('，')}`.trimEnd();
}
