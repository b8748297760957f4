import { Command, InvalidArgumentError } from 'commander';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { CliContext } from '../cli-context.js';
import { KEY_DAYS, readRegister } from '../credentials/client-register.js';
import { credentialLines, day, shortKid } from '../credentials/credential-lines.js';
import { credentialStates } from '../credentials/credential-states.js';
import {
  issueCredential,
  revokeCredential,
  rotateCredential,
  type Handed,
  type IssueOptions,
  type KeyOptions,
} from '../credentials/manage-credentials.js';
import { INTAKE_RIGHTS } from '../credentials/own-clients.js';
import { openInstallation } from '../installation.js';
import { say } from '../say.js';

type Json = { json: boolean };
const GRACE_DAYS = 7;

/** `hub credentials …`: who may call, with which keys, until when. */
export function credentialsCommand({ env }: CliContext): Command {
  const credentials = new Command('credentials')
    .description('各部门调用接口的客户端和密钥：查看、签发、轮换、吊销')
    .addHelpText('after', '\n示例：hub credentials list');
  [listCommand, issueCommand, rotateCommand, revokeCommand].forEach((make) => credentials.addCommand(make(env)));
  return credentials;
}

function listCommand(env: NodeJS.ProcessEnv): Command {
  return new Command('list')
    .description('列出客户端及其密钥：状态、签发和到期日期')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub credentials list')
    .action(({ json }: Json) => {
      const states = credentialStates(readRegister(managed(env).paths.clients), Date.now());
      if (json) say(JSON.stringify(states));
      else states.flatMap((state) => credentialLines(state, Date.now())).forEach(say);
    });
}

function issueCommand(env: NodeJS.ProcessEnv): Command {
  return withKeyOptions(new Command('issue'))
    .description('登记一个客户端并签发密钥；私钥写入只有本人可读的文件')
    .argument('<client>', '客户端名称，例如 changchun-hr')
    .option('--source <sourceId>', '可以代表其报送的来源系统，可重复', collected)
    .option('--department <department>', '所属部门；列了来源系统的可省略')
    .option('--scope <rights>', '权限，以空格分隔', INTAKE_RIGHTS)
    .addHelpText('after', '\n示例：hub credentials issue changchun-hr --source hr-220100-determination --out 长春.json')
    .action(async (client: string, { json, ...options }: IssueOptions & Json) =>
      tellHanded(await issueCredential(managed(env), client, options), json, '已签发'),
    );
}

function rotateCommand(env: NodeJS.ProcessEnv): Command {
  return withKeyOptions(new Command('rotate'))
    .description('换发密钥：新密钥立即可用，旧密钥在宽限期内仍有效')
    .argument('<client>', '客户端名称')
    .option('--grace-days <n>', '旧密钥再用几天；0 为立即停用', wholeDays, GRACE_DAYS)
    .addHelpText('after', '\n示例：hub credentials rotate changchun-hr --grace-days 14 --out 长春-新.json')
    .action(async (client: string, { json, ...options }: KeyOptions & { graceDays: number } & Json) =>
      tellHanded(await rotateCredential(managed(env), client, options), json, '已换发'),
    );
}

function revokeCommand(env: NodeJS.ProcessEnv): Command {
  return new Command('revoke')
    .description('吊销客户端的全部密钥（或其中一个）以及用它取得的令牌，5 秒内生效')
    .argument('<client>', '客户端名称')
    .option('--key <kid>', '只吊销这个密钥（编号或其开头几位，见 hub credentials list）')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub credentials revoke changchun-hr')
    .action(async (client: string, { key, json }: Json & { key?: string }) => {
      const state = await revokeCredential(managed(env), client, key);
      if (json) return say(JSON.stringify(state));
      say(`已吊销客户端 ${client} 的${key === undefined ? '全部密钥' : `密钥 ${key}`}，5 秒内各服务不再接受。`);
      credentialLines(state, Date.now()).forEach(say);
    });
}

const withKeyOptions = (command: Command): Command =>
  command
    .option('--days <n>', '密钥有效天数', daysFrom1, KEY_DAYS)
    .option('--out <file>', '私钥写入的文件（须尚不存在）；不指定则留在本机，供 hub token 使用')
    .option('--public-key <file>', '登记单位自己生成的公钥（JWK，P-256 或 Ed25519），不另生成私钥')
    .option('--json', '输出 JSON', false);

function tellHanded({ client, kid, keyFile }: Handed, json: boolean, done: string): void {
  if (json) return say(JSON.stringify({ client, kid, keyFile }));
  const until = client.keys.find((key) => key.kid === kid)?.notAfter ?? '';
  say(`${done}客户端 ${client.clientId} 的密钥 ${shortKid(kid)}，${day(until)} 到期。`);
  say(
    keyFile === null
      ? `密钥编号（kid）：${kid}；私钥由使用单位自行保管。`
      : `私钥：${keyFile}（请经安全途径交付，平台只留公钥）`,
  );
  credentialLines(client, Date.now()).forEach(say);
}

/** With an issuer of somebody else's, clients are made there. */
function managed(env: NodeJS.ProcessEnv) {
  if (env['OIDC_ISSUER_URL'] && !env['HUB_CLIENTS_FILE']) {
    throw new ServiceFailure(
      `令牌由 ${env['OIDC_ISSUER_URL']} 签发，客户端和密钥请在那里登记（见 docs/departments.md）。`,
      { code: 'ISSUER_ELSEWHERE', retriable: false },
    );
  }
  return openInstallation(env);
}

const collected = (value: string, before: string[] = []): string[] => [...before, value];

function wholeDays(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('须为 0 至 9999 的整数');
}

function daysFrom1(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('须为 1 至 9999 的整数');
}
