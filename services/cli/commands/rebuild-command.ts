import { Command } from 'commander';
import { rebuild } from '../../consolidator/commands.js';
import { openInstallation } from '../installation.js';
import type { CliContext } from '../cli-context.js';
import { readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

/** `hub rebuild`: the dataset made again from its archive alone, digests compared. */
export function rebuildCommand({ env }: CliContext): Command {
  return new Command('rebuild')
    .description('仅凭归档在临时库中重建数据集并比对摘要；不一致则退出码为 2')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub rebuild')
    .action(async ({ json }: { json: boolean }) => {
      const { home, namespace } = openInstallation(env);
      const result = await rebuild({ databaseUrl: readRunningHub(home).databases.dataset, namespace });
      if (json) say(JSON.stringify(result));
      else {
        say(`重放归档 ${result.events} 条`);
        say(`数据集摘要 ${result.datasetDigest}（现行 ${result.liveDatasetDigest}）`);
        say(`状态摘要 ${result.stateDigest}（现行 ${result.liveStateDigest}）`);
        say(result.equal ? '✔ 一致' : '✘ 不一致');
      }
      if (!result.equal) process.exitCode = 2;
    });
}
