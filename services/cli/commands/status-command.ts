import { Command } from 'commander';
import { localStackStatus } from '../../../infra/local-stack/local-stack.js';
import type { PullStatus } from '../../intake/commands.js';
import type { CliContext } from '../cli-context.js';
import { readRegister } from '../credentials/client-register.js';
import { expiryWarnings } from '../credentials/credential-lines.js';
import { credentialStates } from '../credentials/credential-states.js';
import { homeOf, openInstallation } from '../installation.js';
import { serviceStatuses, type ServiceStatus } from '../running-services.js';
import { say } from '../say.js';
import { partLine } from './stack-command.js';

const STATES: Record<ServiceStatus['state'], string> = { ready: '就绪', 'not-ready': '未就绪', stopped: '已停止' };

/** `hub status`: what runs, how large it is and whether it is ready. */
export function statusCommand({ env }: CliContext): Command {
  return new Command('status')
    .description('中间件和各服务的状态：进程、内存、是否就绪；有未就绪的则退出码为 2')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub status')
    .action(async ({ json }: { json: boolean }) => {
      const stack = await localStackStatus(homeOf(env));
      const installation = openInstallation(env);
      const services = await serviceStatuses(installation);
      const credentials = credentialStates(readRegister(installation.paths.clients), Date.now());
      const residentMiB = [...stack, ...services].reduce((sum, each) => sum + (each.residentMiB ?? 0), 0);
      if (json) say(JSON.stringify({ home: homeOf(env), residentMiB, stack, services, credentials }));
      else {
        [...stack.map(partLine), ...services.flatMap((each) => [serviceLine(each), ...pullLines(each)])].forEach(say);
        expiryWarnings(credentials, Date.now()).forEach(say);
        say(`共用内存 ${residentMiB} MiB；目录 ${homeOf(env)}`);
      }
      const allWell =
        stack.every(({ state }) => state !== 'stopped') && services.every(({ state }) => state === 'ready');
      if (!allWell) process.exitCode = 2;
    });
}

const PULL_STATES: Record<PullStatus['state'], string> = {
  'catching-up': '正在读取',
  current: '已读到最后',
  paused: '暂停（待发布的记录过多）',
  elsewhere: '由另一进程读取',
  failing: '暂时不通，自动重试',
  stopped: '已停止，需要处理',
};

/** How an intake's pulls are doing; `hub connector check` tells what to do about those that are stopped. */
function pullLines({ detail }: ServiceStatus): string[] {
  const pulls = (detail?.['pulls'] ?? []) as PullStatus[];
  return pulls.map(({ feed, sourceId, state, rows, trouble }) => {
    const counts = `接收 ${rows.submitted} 行，退回 ${rows.rejected}`;
    return `  拉取 ${feed}@${sourceId} ${PULL_STATES[state]}，${counts}${trouble ? `；${trouble.message}` : ''}`;
  });
}

function serviceLine({ service, state, pid, residentMiB, httpPort }: ServiceStatus): string {
  const detail = [pid && `进程 ${pid}`, httpPort && `端口 ${httpPort}`, residentMiB && `内存 ${residentMiB} MiB`];
  return `${service.padEnd(28)} ${STATES[state]} ${detail.filter(Boolean).join('，')}`.trimEnd();
}
