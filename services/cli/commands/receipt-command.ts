import { Command, Option } from 'commander';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import { sleep } from '../../../infra/process/sleep.js';
import type { CliContext } from '../cli-context.js';
import type { HubClient } from '../hub-client.js';
import { spreadsheetTypeOf } from '../content-type.js';
import { clerkOf } from '../credentials/own-clients.js';
import { openInstallation, type Installation } from '../installation.js';
import { recordStates } from '../../intake/commands.js';
import { receiptRecordLines, type RecordsPage } from '../receipt-record-view.js';
import { receiptExitCode, receiptLines, withRejects, type FullReceipt } from '../receipt-view.js';
import { clientOf, readRunningHub } from '../running-hub.js';
import { say } from '../say.js';
import { receiptRotateKeyCommand } from './receipt-rotate-key-command.js';
import { receiptVerifyCommand } from './receipt-verify-command.js';
import { assertDepartment } from '../source-register.js';

type Options = {
  department?: string;
  wait: boolean;
  rejects?: string;
  records: boolean;
  state?: string;
  cursor?: string;
  json: boolean;
};
type Door = { client: HubClient; url: string };

const ASK_EVERY_MS = 500;
/** Without any progress for so long, waiting on helps nobody. */
const PATIENCE_MS = 120_000;

/** `hub receipt`: what became of a batch; with --wait until all of it is in the dataset. */
export function receiptCommand(context: CliContext): Command {
  const { env } = context;
  return (
    new Command('receipt')
      .description('查看一个批次的回执；有行被退回或被搁置时退出码为 2')
      .argument('<batchId>', '批次编号')
      .option('--department <department>', '报送部门；不写则逐个部门查找')
      .option('--wait', '等到全部进入共享数据集', false)
      .option('--rejects <file>', '把退回的行写成文件（.xlsx 或 .csv），改好后可原样重报')
      .option('--records', '逐行列出处理结果，每次最多 200 行', false)
      .addOption(new Option('--state <state>', '与 --records 同用：只列处于这一环节的行').choices(recordStates))
      .option('--cursor <cursor>', '与 --records 同用：从上一次列出的末行之后继续')
      .option('--json', '输出 JSON', false)
      // Else --json and --department after a subcommand would be taken for this command's own.
      .enablePositionalOptions()
      .addCommand(receiptVerifyCommand(context))
      .addCommand(receiptRotateKeyCommand(context))
      .addHelpText('after', '\n示例：hub receipt 0b0c5a0e-7d7d-4c55-9d5a-2f0a3f6f7c11 --rejects 退回.xlsx')
      .action(async (batchId: string, options: Options) => {
        const type = options.rejects === undefined ? null : spreadsheetTypeOf(options.rejects);
        const door = await doorOf(openInstallation(env), batchId, options.department);
        if (options.records && options.wait) await followed(door, batchId, true);
        if (options.records) return tellRecords(door, batchId, options);
        const receipt = await followed(door, batchId, options.wait);
        if (options.json) say(JSON.stringify(receipt));
        else receiptLines(receipt, true).forEach(say);
        if (options.rejects !== undefined && type !== null)
          await saveRejects(door, receipt, options.rejects, type, options.json);
        process.exitCode = receiptExitCode(receipt);
      })
  );
}

async function tellRecords(door: Door, batchId: string, { state, cursor, json }: Options): Promise<void> {
  const query = new URLSearchParams({ ...(state && { state }), ...(cursor && { cursor }) });
  const page = await door.client.get<RecordsPage>(`${receiptUrl(door, batchId)}/records?${query.toString()}`);
  if (json) say(JSON.stringify(page));
  else receiptRecordLines(page).forEach(say);
}

async function saveRejects(
  door: Door,
  { batchId, rows }: FullReceipt,
  file: string,
  type: string,
  isQuiet: boolean,
): Promise<void> {
  const tell = isQuiet ? () => undefined : say;
  if (rows.rejected === 0) return tell('没有退回的行，未写文件。');
  await door.client.getFile(`${receiptUrl(door, batchId)}/rejects`, file, { accept: type });
  tell(`退回的 ${rows.rejected} 行已写入 ${file}；改好标色的单元格后可原样重报（hub submit）。`);
}

async function doorOf(installation: Installation, batchId: string, department: string | undefined): Promise<Door> {
  const hub = readRunningHub(installation.home);
  const departments = department === undefined ? Object.keys(hub.intakeUrls) : [assertDepartment(department)];
  for (const candidate of departments) {
    const client = clientOf(hub, installation.clients, clerkOf(candidate));
    const url = hub.intakeUrls[candidate] ?? '';
    try {
      await client.get(receiptUrl({ client, url }, batchId));
      return { client, url };
    } catch (error) {
      if (!(error instanceof ServiceFailure) || error.code !== 'BATCH_UNKNOWN') throw error;
    }
  }
  const where = department === undefined ? '各部门' : department;
  throw new ServiceFailure(`${where}都没有批次 ${batchId}。请核对编号（见报送时的回执）。`, {
    code: 'BATCH_UNKNOWN',
    retriable: false,
  });
}

const receiptUrl = ({ url }: Door, batchId: string): string => `${url}/v1/batches/${encodeURIComponent(batchId)}`;

async function followed(door: Door, batchId: string, wait: boolean): Promise<FullReceipt> {
  let movedAt = Date.now();
  for (let last = ''; ;) {
    const receipt = await door.client.get<FullReceipt>(receiptUrl(door, batchId));
    const onTheWay = receipt.states.waiting + receipt.states.published;
    if (!wait || onTheWay === 0) return withRejects(receipt, door.client, door.url, true);
    const state = JSON.stringify(receipt.states);
    if (state !== last) movedAt = Date.now();
    last = state;
    if (Date.now() - movedAt > PATIENCE_MS) throw stuck(onTheWay);
    await sleep(ASK_EVERY_MS);
  }
}

function stuck(onTheWay: number): ServiceFailure {
  return new ServiceFailure(`还有 ${onTheWay} 条没有进入共享数据集，且已两分钟没有进展。请用 hub status 查看服务。`, {
    code: 'BATCH_STUCK',
    retriable: true,
  });
}
