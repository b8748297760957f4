import { Command, Option } from 'commander';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import { batchStates } from '../../intake/commands.js';
import type { CliContext } from '../cli-context.js';
import { OPERATOR } from '../credentials/own-clients.js';
import type { HubClient } from '../hub-client.js';
import { openInstallation } from '../installation.js';
import { batchLines, replayLine, type BatchesPage, type Replayed } from '../intake-view.js';
import { instantOf } from '../option-values.js';
import { receiptExitCode, receiptLines, type FullReceipt } from '../receipt-view.js';
import { clientOf, readRunningHub } from '../running-hub.js';
import { say } from '../say.js';
import { assertDepartment } from '../source-register.js';
import { findingLine } from '../finding-line.js';

type Json = { json: boolean };
type Filters = { department?: string; source?: string; feed?: string };
type Door = { department: string; url: string };
type Doors = { client: HubClient; doors: Door[] };

/** `hub intake …`: the operator's side of every department's intake. */
export function intakeCommand(context: CliContext): Command {
  return new Command('intake')
    .description('运维：查看各部门的报送批次，重新发送事件')
    .addHelpText('after', '\n示例：hub intake list --state parked')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(rejectsCommand(context))
    .addCommand(replayCommand(context));
}

function doorsOf({ env }: CliContext, department: string | undefined): Doors {
  const installation = openInstallation(env);
  const hub = readRunningHub(installation.home);
  const names = department === undefined ? Object.keys(hub.intakeUrls) : [assertDepartment(department)];
  const doors = names.map((name) => ({ department: name, url: `${hub.intakeUrls[name] ?? ''}/v1/operator` }));
  return { client: clientOf(hub, installation.clients, OPERATOR), doors };
}

const filtered = (command: Command): Command =>
  command
    .option('--department <department>', '报送部门；不写则为全部部门')
    .option('--source <sourceId>', '来源系统编号')
    .option('--feed <feed>', '报送项目');

type ListOptions = Filters & Json & { state?: string; since?: string; limit: string };

function listCommand(context: CliContext): Command {
  return filtered(new Command('list').description('最近的批次：接收了什么，到了哪一环节'))
    .addOption(new Option('--state <state>', '只列有记录处于这一环节的批次').choices(batchStates))
    .option('--since <time>', '只列这一时间（日期，或带时区的 ISO 8601 时间）以后接收的批次')
    .option('--limit <n>', '每个部门最多列出的批次数', '20')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub intake list --department health-commission --since 2025-01-01')
    .action(async ({ department, source, feed, state, since, limit, json }: ListOptions) => {
      const { client, doors } = doorsOf(context, department);
      const given = { source, feed, state, limit, since: since === undefined ? undefined : instantOf(since) };
      const query = new URLSearchParams(JSON.parse(JSON.stringify(given)) as Record<string, string>);
      const pages = await Promise.all(
        doors.map(({ url }) => client.get<BatchesPage>(`${url}/batches?${query.toString()}`)),
      );
      if (json) say(JSON.stringify(pages));
      else pages.flatMap(batchLines).forEach(say);
    });
}

function showCommand(context: CliContext): Command {
  return new Command('show')
    .description('一个批次的回执；有行被退回或被搁置时退出码为 2')
    .argument('<batchId>', '批次编号')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub intake show 0b0c5a0e-7d7d-4c55-9d5a-2f0a3f6f7c11')
    .action(async (batchId: string, { json }: Json) => {
      const receipt = await ofBatch<Omit<FullReceipt, 'rejects'>>(doorsOf(context, undefined), batchId, '');
      const rejects = receipt.findings.filter(({ severity }) => severity === 'error');
      if (json) say(JSON.stringify(receipt));
      else receiptLines({ ...receipt, rejects }, true).forEach(say);
      process.exitCode = receiptExitCode({ ...receipt, rejects });
    });
}

type Rejects = { rejects: FullReceipt['findings']; nextCursor: string | null };

function rejectsCommand(context: CliContext): Command {
  return new Command('rejects')
    .description('一个批次中退回的行：行号、列、原因；不含行的内容')
    .argument('<batchId>', '批次编号')
    .option('--cursor <cursor>', '从上一次列出的末行之后继续')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub intake rejects 0b0c5a0e-7d7d-4c55-9d5a-2f0a3f6f7c11')
    .action(async (batchId: string, { cursor, json }: Json & { cursor?: string }) => {
      const rest = `/rejects${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`;
      const page = await ofBatch<Rejects>(doorsOf(context, undefined), batchId, rest);
      if (json) return say(JSON.stringify(page));
      if (page.rejects.length === 0) return say('没有退回的行。');
      for (const reject of page.rejects) say(findingLine(reject));
      if (page.nextCursor !== null) say(`……还有更多，加 --cursor ${page.nextCursor} 继续`);
    });
}

type ReplayOptions = Filters & Json & { unappliedSince?: string; reason: string };

function replayCommand(context: CliContext): Command {
  return filtered(new Command('replay').description('重新发送事件到 Kafka：一个批次，或某时间以后尚未得到答复的全部'))
    .argument('[batchId]', '批次编号；不写则须写 --unapplied-since')
    .option('--unapplied-since <time>', '重新发送这一时间以后接收、尚未得到数据集答复的事件')
    .requiredOption('--reason <text>', '原因，留存备查；不得填写个人信息')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub intake replay --unapplied-since 2025-03-01 --reason "Kafka 磁盘损坏后重建"')
    .action(async (batchId: string | undefined, options: ReplayOptions) => {
      const { unappliedSince, reason, json, department, source, feed } = options;
      if ((batchId === undefined) === (unappliedSince === undefined)) throw eitherOr();
      const all = doorsOf(context, department);
      const at = batchId === undefined ? all.doors : [await doorOf(all, batchId)];
      const scope =
        unappliedSince === undefined ? { batchId } : { unappliedSince: instantOf(unappliedSince), source, feed };
      const done: Replayed[] = [];
      for (const { url } of at) done.push(await all.client.post<Replayed>(`${url}/replays`, { ...scope, reason }));
      if (json) say(JSON.stringify(done));
      else done.map(replayLine).forEach(say);
    });
}

function eitherOr(): ServiceFailure {
  return new ServiceFailure('请给出批次编号，或用 --unapplied-since 给出时间（二者只写其一）。', {
    code: 'USAGE',
    retriable: false,
  });
}

async function ofBatch<T>(all: Doors, batchId: string, rest: string): Promise<T> {
  const { url } = await doorOf(all, batchId);
  return all.client.get<T>(`${url}/batches/${encodeURIComponent(batchId)}${rest}`);
}

/** The department that has the batch. */
async function doorOf({ client, doors }: Doors, batchId: string): Promise<Door> {
  for (const door of doors) {
    try {
      await client.get(`${door.url}/batches/${encodeURIComponent(batchId)}`);
      return door;
    } catch (error) {
      if (!(error instanceof ServiceFailure) || error.code !== 'BATCH_UNKNOWN') throw error;
    }
  }
  throw new ServiceFailure(`没有批次 ${batchId}。请用 hub intake list 查看编号。`, {
    code: 'BATCH_UNKNOWN',
    retriable: false,
  });
}
