import { Command } from 'commander';
import { rebuild, type RebuildResult } from '../../consolidator/commands.js';
import type { CliContext } from '../cli-context.js';
import { openInstallation } from '../installation.js';
import { createProgressLine } from '../progress-line.js';
import { readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

type Options = { swap: boolean; acceptDifference: boolean; json: boolean };

/** `hub rebuild`: the dataset made again from its archive alone, digests compared; on request it takes the live one's place. */
export function rebuildCommand({ env, isTerminal }: CliContext): Command {
  return new Command('rebuild')
    .description('仅凭归档在临时库中重建数据集并比对摘要；不一致则退出码为 2')
    .option('--swap', '一致则以重建的数据集替换现行数据集，其间查询和汇集照常', false)
    .option(
      '--accept-difference',
      '与 --swap 同用：不一致也替换（例如规则升级之后），变化的结论随即发给各报送部门',
      false,
    )
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub rebuild --swap')
    .action(async ({ swap, acceptDifference, json }: Options) => {
      const { home, namespace } = openInstallation(env);
      const databaseUrl = readRunningHub(home).databases.dataset;
      const line = createProgressLine('已重放归档', json ? () => undefined : say, isTerminal && !json, () =>
        performance.now(),
      );
      const onProgress = ({ done, total }: { done: number; total: number }) => line.update(done, total);
      const request = { databaseUrl, namespace, onProgress, ...(swap && { swap: { acceptDifference } }) };
      const result = await rebuild(request).finally(() => line.stop());
      if (json) say(JSON.stringify(result));
      else rebuildLines(result, swap).forEach(say);
      if (!result.equal && result.swapped === null) process.exitCode = 2;
    });
}

function rebuildLines(result: RebuildResult, swap: boolean): string[] {
  return [
    `重放归档 ${result.events} 条`,
    `数据集摘要 ${result.datasetDigest}（现行 ${result.liveDatasetDigest}）`,
    `状态摘要 ${result.stateDigest}（现行 ${result.liveStateDigest}）`,
    result.equal ? '✔ 一致' : '✘ 不一致',
    ...(swap ? swapLines(result) : []),
  ];
}

function swapLines({ swapped }: RebuildResult): string[] {
  if (swapped === null) {
    return [
      '没有替换。请先用 hub archive verify 核对归档；确认差异由规则升级等原因造成后，加 --accept-difference 重新运行。',
    ];
  }
  const { caughtUp, verdicts, heldMs } = swapped;
  const told = verdicts === 0 ? '' : `；${verdicts} 条记录的结论有变化，已发给报送部门`;
  return [`✔ 已替换：补上其间归档的 ${caughtUp} 条，查询停顿 ${heldMs} 毫秒${told}`];
}
