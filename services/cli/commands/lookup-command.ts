import { Command, InvalidArgumentError } from 'commander';
import { eventContracts } from '../../../schemas/generated/contract-index.js';
import type { CliContext } from '../cli-context.js';
import { HR_BUREAU } from '../credentials/own-clients.js';
import { openInstallation } from '../installation.js';
import { historyLines, pageLines, type FoundHistory, type FoundPage } from '../record-view.js';
import { clientOf, readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

type Options = {
  division?: string;
  from?: string;
  to?: string;
  employer?: string;
  source?: string;
  includeRetracted: boolean;
  limit: number;
  cursor?: string;
  json: boolean;
};

/** `hub lookup`: records of the dataset by filter, or one with all its versions, as the HR bureau sees them. */
export function lookupCommand({ env }: CliContext): Command {
  return new Command('lookup')
    .description('查询共享数据集中的记录，或一条记录的全部版本')
    .argument('<eventType>', `事件类型：${eventContracts.map(({ eventType }) => eventType).join('、')}`)
    .argument('[sourceId]', '来源系统编号')
    .argument('[recordId]', '记录编号')
    .option('--division <code>', '统计地区的区划代码；220100 含其下各县区')
    .option('--from <period>', '所属期起（YYYY-MM，含）')
    .option('--to <period>', '所属期止（YYYY-MM，含）')
    .option('--employer <uscc>', '用人单位的统一社会信用代码')
    .option('--source <sourceId>', '来源系统编号')
    .option('--include-retracted', '包括已撤回的记录', false)
    .option('--limit <n>', '最多几条（1 至 500）', wholeNumber, 20)
    .option('--cursor <cursor>', '从上一页给出的位置继续')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub lookup injury-determination --division 220100 --from 2024-01 --to 2024-06')
    .action(async (eventType: string, sourceId: string | undefined, recordId: string | undefined, options: Options) => {
      const installation = openInstallation(env);
      const hub = readRunningHub(installation.home);
      const client = clientOf(hub, installation.clients, HR_BUREAU);
      const base = `${hub.queryApiUrl}/v1/records/${encodeURIComponent(eventType)}`;
      if (sourceId !== undefined && recordId !== undefined) {
        const url = `${base}/${encodeURIComponent(sourceId)}/${encodeURIComponent(recordId)}`;
        const history = await client.get<FoundHistory>(url);
        return options.json ? say(JSON.stringify(history)) : historyLines(history).forEach(say);
      }
      const page = await client.get<FoundPage>(`${base}?${queryOf(options, sourceId)}`);
      if (options.json) say(JSON.stringify(page));
      else pageLines(page).forEach(say);
    });
}

function queryOf(options: Options, sourceId: string | undefined): string {
  const query = {
    division: options.division,
    periodFrom: options.from,
    periodTo: options.to,
    employerUscc: options.employer,
    sourceId: options.source ?? sourceId,
    includeRetracted: options.includeRetracted ? 'true' : undefined,
    limit: String(options.limit),
    cursor: options.cursor,
  };
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('须为正整数');
}
