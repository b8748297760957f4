import { Command, Option } from 'commander';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { CliContext } from '../cli-context.js';
import { OPERATOR } from '../credentials/own-clients.js';
import type { HubClient } from '../hub-client.js';
import { openInstallation } from '../installation.js';
import { instantOf } from '../option-values.js';
import {
  decidedLine,
  PARK_REASONS,
  parkedLines,
  shownLines,
  type DecidedAnswer,
  type ParkedPage,
  type ShownParked,
} from '../parked-view.js';
import { clientOf, readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

type Json = { json: boolean };
type Filters = {
  department?: string;
  source?: string;
  eventType?: string;
  reasonCode?: string;
  topic?: string;
  since?: string;
};
type Door = { client: HubClient; url: string };

/** `hub parked …`: the operator's side of what the dataset has set aside. */
export function parkedCommand(context: CliContext): Command {
  return new Command('parked')
    .description('运维：查看搁置的消息，重新处理，或决定不采用')
    .addHelpText('after', '\n示例：hub parked list')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(decideCommand(context, 'RETRY'))
    .addCommand(decideCommand(context, 'DISCARD'));
}

function doorOf({ env }: CliContext): Door {
  const installation = openInstallation(env);
  const hub = readRunningHub(installation.home);
  return { client: clientOf(hub, installation.clients, OPERATOR), url: `${hub.consolidatorUrl}/v1/parked` };
}

const filtered = (command: Command): Command =>
  command
    .option('--department <department>', '报送部门')
    .option('--source <sourceId>', '消息自称的来源系统编号')
    .option('--event-type <eventType>', '事件类型')
    .addOption(new Option('--reason-code <code>', '搁置原因').choices(Object.keys(PARK_REASONS)))
    .option('--topic <topic>', '主题')
    .option('--since <time>', '这一时间（日期，或带时区的 ISO 8601 时间）以后搁置的');

/** As the door names them; absent ones left out. */
function filterOf({ department, source, eventType, reasonCode, topic, since }: Filters): Record<string, string> {
  const given = { department, source, eventType, reason: reasonCode, topic, since: since && instantOf(since) };
  return JSON.parse(JSON.stringify(given)) as Record<string, string>;
}

type ListOptions = Filters & Json & { state?: string; cursor?: string; limit: string };

function listCommand(context: CliContext): Command {
  return filtered(new Command('list').description('搁置的消息：编号、原因、自称的来源；不含内容'))
    .addOption(new Option('--state <state>', 'parked 待处理，discarded 已决定不采用').choices(['parked', 'discarded']))
    .option('--limit <n>', '最多列出几条', '50')
    .option('--cursor <cursor>', '从上一页给出的位置继续')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub parked list --reason-code SCHEMA_UNKNOWN')
    .action(async ({ state, limit, cursor, json, ...filters }: ListOptions) => {
      const { client, url } = doorOf(context);
      const paging = { limit, ...(state && { state }), ...(cursor && { cursor }) };
      const query = new URLSearchParams({ ...filterOf(filters), ...paging });
      const page = await client.get<ParkedPage>(`${url}?${query.toString()}`);
      if (json) say(JSON.stringify(page));
      else parkedLines(page).forEach(say);
    });
}

function showCommand(context: CliContext): Command {
  return new Command('show')
    .description('一条搁置的消息：原因、如何处理、各次送达的位置、对它作过的决定')
    .argument('<messageId>', '消息编号，见 hub parked list')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub parked show 3f0c5a0e7d7d4c559d5a')
    .action(async (messageId: string, { json }: Json) => {
      const { client, url } = doorOf(context);
      const shown = await client.get<ShownParked>(`${url}/${encodeURIComponent(messageId)}`);
      if (json) say(JSON.stringify(shown));
      else shownLines(shown).forEach(say);
    });
}

type DecideOptions = Filters & Json & { all: boolean; expected?: string; reason: string };

const WORDS = {
  RETRY: {
    name: 'retry',
    description: '按现行规则重新处理搁置的消息（已决定不采用的随之撤销）：一条、几条，或按条件全部',
    example: 'hub parked retry --reason-code SCHEMA_UNKNOWN --reason "契约已补登记"',
  },
  DISCARD: {
    name: 'discard',
    description: '决定不采用搁置的消息：账目计入“未采用”，报送部门的回执随之更新；可用 hub parked retry 撤销',
    example: 'hub parked discard 3f0c5a0e7d7d4c559d5a --reason "试运行数据"',
  },
} as const;

function decideCommand(context: CliContext, kind: keyof typeof WORDS): Command {
  const { name, description, example } = WORDS[kind];
  return filtered(new Command(name).description(description))
    .argument('[messageIds...]', '消息编号；不写则须给出条件或 --all')
    .option('--all', '不限条件', false)
    .option('--expected <n>', '符合条件的消息数，与实际不符则不作决定；按条件 discard 时必填')
    .requiredOption('--reason <text>', '原因，留存备查；不得填写个人信息')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', `\n示例：${example}`)
    .action(async (messageIds: string[], { all, expected, reason, json, ...filters }: DecideOptions) => {
      const filter = filterOf(filters);
      assertOneScope([messageIds.length > 0, Object.keys(filter).length > 0, all]);
      const scope =
        messageIds.length > 0
          ? { messageIds }
          : { filter, ...(expected !== undefined && { expected: Number(expected) }) };
      const { client, url } = doorOf(context);
      const answer = await client.post<DecidedAnswer>(`${url}-decisions`, { kind, reason, ...scope });
      if (json) say(JSON.stringify(answer));
      else say(decidedLine(kind, answer));
    });
}

function assertOneScope(given: readonly boolean[]): void {
  if (given.filter(Boolean).length === 1) return;
  throw new ServiceFailure('请给出消息编号、条件（如 --source、--reason-code）或 --all，三者只写其一。', {
    code: 'USAGE',
    retriable: false,
  });
}
