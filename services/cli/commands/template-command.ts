import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { spreadsheetTypeOf } from '../content-type.js';
import { clerkOf } from '../credentials/own-clients.js';
import { openInstallation } from '../installation.js';
import { clientOf, readRunningHub } from '../running-hub.js';
import { say } from '../say.js';
import { departmentOfFeed } from '../source-register.js';

type Options = { out: string; department?: string; json: boolean };

/** `hub template`: the official template of a feed, from the door of its department. */
export function templateCommand({ env }: CliContext): Command {
  return new Command('template')
    .description('下载报送项目的官方模板（XLSX 带代码表下拉选项，CSV 只有表头）')
    .argument('<feed>', '报送项目，例如 occupational-disease')
    .requiredOption('--out <file>', '写到的文件（.xlsx 或 .csv）')
    .option('--department <department>', '报送部门；只有一个部门有该项目时不必写')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub template injury-determination --out 工伤认定模板.xlsx')
    .action(async (feed: string, options: Options) => {
      const format = spreadsheetTypeOf(options.out) === 'text/csv' ? 'csv' : 'xlsx';
      const department = departmentOfFeed(feed, options.department);
      const installation = openInstallation(env);
      const hub = readRunningHub(installation.home);
      const client = clientOf(hub, installation.clients, clerkOf(department));
      const path = `/v1/feeds/${encodeURIComponent(feed)}/template?format=${format}`;
      await client.getFile((hub.intakeUrls[department] ?? '') + path, options.out);
      const done = { feed, department, file: options.out };
      say(options.json ? JSON.stringify(done) : `模板已写入 ${options.out}；填好后可原样报送（hub submit）。`);
    });
}
