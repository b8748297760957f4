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

type Options = { feed: string; source: string; asOf?: string; dryRun: boolean; json: boolean };

/** `hub submit`: a file at the door of its department, as that source. */
export function submitCommand({ env }: CliContext): Command {
  return new Command('submit')
    .description('报送一个文件并打印回执；有行被退回时退出码为 2')
    .argument('<file>', '文件：.csv、.xlsx、.json、.ndjson，可用 gzip 压缩（再加 .gz）')
    .requiredOption('--feed <feed>', '报送项目，例如 occupational-disease')
    .requiredOption('--source <sourceId>', '来源系统编号')
    .option('--as-of <time>', '导出时点：日期，或带时区的 ISO 8601 时间')
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

function pathOf({ feed, source, asOf, dryRun }: Options): string {
  const query = new URLSearchParams({ source, ...(asOf ? { asOf } : {}), ...(dryRun ? { dryRun: 'true' } : {}) });
  return `/v1/feeds/${encodeURIComponent(feed)}/batches?${query.toString()}`;
}
