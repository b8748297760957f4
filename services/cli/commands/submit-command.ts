import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { contentOf } from '../content-type.js';
import { sourceClientOf } from '../credentials/own-clients.js';
import { openInstallation } from '../installation.js';
import { receiptExitCode, receiptLines, withRejects, type FullReceipt } from '../receipt-view.js';
import { clientOf, readRunningHub } from '../running-hub.js';
import { say } from '../say.js';
import { departmentOf } from '../source-register.js';

type Options = { feed: string; source: string; asOf?: string; dryRun: boolean; json: boolean } & CompleteOptions;
type CompleteOptions = { mode?: string; period?: string; confirm?: string };

/** `hub submit`: a file at the door of its department, as that source. */
export function submitCommand({ env }: CliContext): Command {
  return new Command('submit')
    .description('报送一个文件并打印回执；有行被退回时退出码为 2')
    .argument('<file>', '文件：.csv、.xlsx、.json、.ndjson，可用 gzip 压缩（再加 .gz）')
    .requiredOption('--feed <feed>', '报送项目，例如 occupational-disease')
    .requiredOption('--source <sourceId>', '来源系统编号')
    .option('--as-of <time>', '导出时点：日期，或带时区的 ISO 8601 时间')
    .option('--mode <mode>', 'partial（部分报送，默认）或 complete（完整清单：未列入的记录将被撤回）')
    .option('--period <months>', '完整清单的所属期：2024-01，或 2024-01..2024-03')
    .option('--confirm <code>', '完整清单未列入的记录较多时，回答中给出的确认码')
    .option('--dry-run', '试报送：完整检查并给出回执，不入库', false)
    .option('--json', '输出 JSON', false)
    .addHelpText(
      'after',
      '\n示例：hub submit 认定.xlsx --feed injury-determination --source hr-220100-determination --as-of 2025-01-31',
    )
    .action(async (file: string, options: Options) => {
      const installation = openInstallation(env);
      const { contentType, headers } = contentOf(file);
      await stat(file);
      const department = departmentOf(installation, options.feed, options.source);
      const hub = readRunningHub(installation.home);
      const client = clientOf(hub, installation.clients, sourceClientOf(options.source));
      const doorUrl = hub.intakeUrls[department] ?? '';
      const answer = await client.postFile<FullReceipt>(doorUrl + pathOf(options), file, contentType, {
        ...headers,
        'idempotency-key': randomUUID(),
      });
      const receipt = await withRejects(answer, client, doorUrl, !options.dryRun);
      if (options.json) say(JSON.stringify(receipt));
      else receiptLines(receipt, !options.dryRun).forEach(say);
      process.exitCode = receiptExitCode(receipt);
    });
}

function pathOf({ feed, source, asOf, dryRun, mode, period, confirm }: Options): string {
  const said = { asOf, mode, period, confirm, dryRun: dryRun ? 'true' : undefined };
  const query = new URLSearchParams({ source });
  for (const [name, value] of Object.entries(said)) if (value !== undefined) query.set(name, value);
  return `/v1/feeds/${encodeURIComponent(feed)}/batches?${query.toString()}`;
}
