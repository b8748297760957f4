import { Command } from 'commander';
import { verifyArchive } from '../../consolidator/commands.js';
import { verificationLines } from '../archive-view.js';
import type { CliContext } from '../cli-context.js';
import { openInstallation } from '../installation.js';
import { createProgressLine } from '../progress-line.js';
import { readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

/** `hub archive …`: whether the archive still is what came. */
export function archiveCommand(context: CliContext): Command {
  return new Command('archive')
    .description('归档：核对')
    .addHelpText('after', '\n示例：hub archive verify')
    .addCommand(verifyCommand(context));
}

function verifyCommand({ env, isTerminal }: CliContext): Command {
  return new Command('verify')
    .description('逐条核对归档的字节、摘要、契约和序号，并与数据集的账核对；有不符则退出码为 2')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub archive verify')
    .action(async ({ json }: { json: boolean }) => {
      const { home, namespace } = openInstallation(env);
      const databaseUrl = readRunningHub(home).databases.dataset;
      const line = createProgressLine('已核对归档', json ? () => undefined : say, isTerminal && !json, () =>
        performance.now(),
      );
      const onProgress = ({ done, total }: { done: number; total: number }) => line.update(done, total);
      const result = await verifyArchive({ databaseUrl, namespace, onProgress }).finally(() => line.stop());
      if (json) say(JSON.stringify(result));
      else verificationLines(result).forEach(say);
      if (result.faults > 0) process.exitCode = 2;
    });
}
