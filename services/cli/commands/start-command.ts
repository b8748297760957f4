import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { openInstallation } from '../installation.js';
import { positiveNumber, profileOption, yearList } from '../option-values.js';
import { say } from '../say.js';
import { start, type StartOptions, type Started } from '../start.js';

type Options = StartOptions & { once: boolean; json: boolean };

/** `hub start` (`npm start`): the whole hub and, unless told otherwise, the main job on the demo province. */
export function startCommand(context: CliContext): Command {
  return new Command('start')
    .description('启动枢纽并完整运行一次主流程（示例省）')
    .option('--once', '账目核对完毕后退出；账目平则退出码为 0', false)
    .option('--scale <n>', '示例省规模，1 为全省，0.1 为十分之一', positiveNumber, 0.1)
    .option('--seed <text>', '示例省随机种子', 'jilin')
    .option('--years <list>', '年份，逗号分隔', yearList, [2023, 2024, 2025])
    .addOption(profileOption())
    .option('--no-demo', '只启动枢纽，不报送示例数据')
    .option('--json', '完成后输出一行 JSON，不显示进度', false)
    .addHelpText('after', '\n示例：npm start -- --once')
    .action(async (options: Options) => {
      const installation = openInstallation(context.env);
      const io = { ...context, say: options.json ? () => undefined : say, now: () => performance.now() };
      const stopped = stopSignal();
      const started = await start(installation, options, io);
      if (options.json) say(JSON.stringify({ hub: doorsOf(started), report: started.report }));
      else tellWhere(started);
      if (!options.once) await stopped;
      await started.supervisor.stop();
      if (started.report && !started.report.closed) process.exitCode = 2;
    });
}

/** Addresses only: the record of a running hub holds passwords. */
const doorsOf = ({ hub: { queryApiUrl, consolidatorUrl, intakeUrls, vaultUrl } }: Started) => ({
  ...{ queryApiUrl, consolidatorUrl, intakeUrls, vaultUrl },
});

/** Resolves at Ctrl-C or SIGTERM; from then on the services drain. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function tellWhere({ hub, report }: Started): void {
  if (report) {
    const seconds = Object.values(report.secondsByPhase).reduce((sum, each) => sum + each, 0);
    say(`账目${report.closed ? '已平' : '未平'}；数据集摘要 ${report.datasetDigest}；用时 ${seconds.toFixed(0)} 秒`);
    report.filesWritten.forEach((file) => say(`  ${file}`));
  }
  say(`查询接口 ${hub.queryApiUrl}/openapi.json`);
  Object.entries(hub.intakeUrls).forEach(([department, url]) => say(`报送接口 ${department} ${url}/openapi.json`));
  say('接下来可以试：npm run hub -- balance；npm run hub -- rebuild；npm run hub -- briefing --year 2024');
}
