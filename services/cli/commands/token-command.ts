import { Command } from 'commander';
import { readClientCredential } from '../../../infra/http/client-key.js';
import { fetchToken } from '../../../infra/http/fetch-token.js';
import type { CliContext } from '../cli-context.js';
import { keyFileOf } from '../credentials/client-register.js';
import { OPERATOR } from '../credentials/own-clients.js';
import { openInstallation } from '../installation.js';
import { readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

type Options = { key?: string; issuer?: string; audience: string; json: boolean };

/** `hub token`: an access token for curl, by private key. */
export function tokenCommand({ env }: CliContext): Command {
  return new Command('token')
    .description('用密钥换取访问令牌并打印，供 curl 等使用；令牌 15 分钟内有效')
    .argument('[client]', `客户端名称（密钥留在本机的），缺省为 ${OPERATOR}`)
    .option('--key <file>', '密钥文件（hub credentials 签发的），代替客户端名称')
    .option('--issuer <url>', '令牌签发服务的网址；不指定则用本机枢纽的')
    .option('--audience <name>', '令牌用于哪个接口', 'urn:hub')
    .option('--json', '输出 JSON', false)
    .addHelpText(
      'after',
      '\n示例：hub token --key 密钥.json；curl -H "Authorization: Bearer $(hub token operator)" http://127.0.0.1:8080/v1/sources',
    )
    .action(async (client: string | undefined, { key, issuer, audience, json }: Options) => {
      const file = key ?? keyFileOf(openInstallation(env).paths.clientKeys, client ?? OPERATOR);
      const url = issuer ?? readRunningHub(openInstallation(env).home).endpoints.oidcIssuerUrl;
      const { token, expiresAt } = await fetchToken(url, readClientCredential(file), audience);
      say(json ? JSON.stringify({ token, expires: new Date(expiresAt).toISOString() }) : token);
    });
}
