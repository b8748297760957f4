import { Command, InvalidArgumentError } from 'commander';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { CliContext } from '../cli-context.js';
import { definitionLines, gapLines, type GapDefinition, type GapPage } from '../gap-view.js';
import { HR_BUREAU } from '../credentials/own-clients.js';
import { openInstallation } from '../installation.js';
import { clientOf, readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

type Options = {
  asOf?: string;
  state?: string;
  division?: string;
  limit: string;
  cursor?: string;
  out?: string;
  json: boolean;
};

/** `hub gaps`: what one department's records say and another's do not; without an id, which rules there are. */
export function gapsCommand({ env }: CliContext): Command {
  return new Command('gaps')
    .description('缺口清单（如 G1：确诊职业病未申请工伤认定）；不写编号则列出各条规则')
    .argument('[gapId]', '缺口编号，例如 G1')
    .option('--as-of <date>', '截至日（YYYY-MM-DD），缺省为今天')
    .option('--state <states>', '只列某些状态：RED、AMBER、NOT_ASSESSABLE、NOT_DUE、CLOSED，可用逗号并列')
    .option('--division <code>', '统计地区的区划代码；220100 含其下各县区')
    .option('--limit <n>', '最多几条（1 至 500）', '20')
    .option('--cursor <cursor>', '从上一页给出的位置继续')
    .option('--out <file>', '把全部清单导出为电子表格（.xlsx）', workbookName)
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub gaps G1 --state RED,AMBER --out 未申请认定.xlsx')
    .action(async (gapId: string | undefined, options: Options) => {
      const installation = openInstallation(env);
      const hub = readRunningHub(installation.home);
      const client = clientOf(hub, installation.clients, HR_BUREAU);
      const base = `${hub.queryApiUrl}/v1/gaps`;
      const { gaps } = await client.get<{ gaps: GapDefinition[] }>(base);
      if (gapId === undefined) return options.json ? say(JSON.stringify(gaps)) : definitionLines(gaps).forEach(say);
      const gap = gaps.find(({ id }) => id === gapId.toUpperCase());
      if (!gap) throw gapUnknown(gapId, gaps);
      if (options.out !== undefined) {
        await client.getFile(`${base}/${gap.id}/export.xlsx?${queryOf(options, false)}`, options.out);
        return say(options.json ? JSON.stringify({ file: options.out }) : options.out);
      }
      const page = await client.get<GapPage>(`${base}/${gap.id}?${queryOf(options, true)}`);
      if (options.json) say(JSON.stringify(page));
      else gapLines(page, gap.states).forEach(say);
    });
}

function queryOf({ asOf, state, division, limit, cursor }: Options, paged: boolean): string {
  const query = { asOf, state, division, ...(paged ? { limit, cursor } : {}) };
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}

function gapUnknown(gapId: string, known: readonly GapDefinition[]): ServiceFailure {
  const all = known.map(({ id, label }) => `${id}（${label}）`).join('、');
  return new ServiceFailure(`没有缺口规则 ${gapId}。可用的有：${all}。`, { code: 'GAP_UNKNOWN', retriable: false });
}

function workbookName(text: string): string {
  if (text.toLowerCase().endsWith('.xlsx')) return text;
  throw new InvalidArgumentError('文件名须以 .xlsx 结尾');
}
