import { Command } from 'commander';
import { bySourceAndType, TERMS, type Balance } from '../books.js';
import { OPERATOR } from '../credentials/own-clients.js';
import { openInstallation } from '../installation.js';
import type { CliContext } from '../cli-context.js';
import { clientOf, readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

const LABELS: Record<(typeof TERMS)[number], string> = {
  submitted: '报送',
  impliedRetractions: '推定撤回',
  rejected: '退回',
  unchanged: '无变化',
  added: '新增',
  corrected: '更正',
  retracted: '撤回',
  waiting: '待发布',
  published: '已发布',
  inFlight: '在途',
  applied: '已入库',
  parked: '搁置',
  discarded: '未采用',
  current: '现行',
  superseded: '被取代',
};

/** `hub balance`: whether the books close, from the running system. */
export function balanceCommand({ env }: CliContext): Command {
  return new Command('balance')
    .description('平衡表：按来源和事件类型；账目不平则退出码为 2')
    .option('--json', '输出 JSON', false)
    .option('--by-period', '按所属期列出', false)
    .addHelpText('after', '\n示例：hub balance --by-period')
    .action(async ({ json, byPeriod }: { json: boolean; byPeriod: boolean }) => {
      const installation = openInstallation(env);
      const hub = readRunningHub(installation.home);
      const client = clientOf(hub, installation.clients, OPERATOR);
      const balance = await client.get<Balance>(`${hub.queryApiUrl}/v1/balance`);
      const rows = byPeriod ? balance.rows : bySourceAndType(balance.rows);
      if (json) say(JSON.stringify({ closed: balance.closed, rows, apart: balance.apart }));
      else rows.forEach((row) => say(lineOf(row)));
      if (!balance.closed) process.exitCode = 2;
    });
}

function lineOf(
  row: Record<(typeof TERMS)[number], number> & {
    sourceId: string;
    eventType: string;
    closed: boolean;
    period?: string;
  },
): string {
  const terms = TERMS.filter((term) => row[term] !== 0).map((term) => `${LABELS[term]} ${row[term]}`);
  return `${row.closed ? '✔' : '✘'} ${row.sourceId} ${row.eventType} ${row.period ?? ''} ${terms.join('，')}`;
}
