import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { deployedEndpoints, recordDeployment, writeServiceSecrets } from '../deployment.js';
import { openInstallation } from '../installation.js';
import { prepare, registerSources } from '../main-job.js';
import { readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

type Json = { json: boolean };

/** `hub deploy …`: what has to be done once before services start elsewhere than under `hub start`. */
export function deployCommand({ env }: CliContext): Command {
  const deploy = new Command('deploy')
    .description('部署步骤（见 docker-compose.yml）')
    .addHelpText('after', '\n示例：hub deploy prepare --secrets /secrets');
  deploy
    .command('prepare')
    .description('生成密钥（仅第一次）、登记契约、建立主题和数据库；可重复执行')
    .requiredOption('--secrets <folder>', '各服务密钥的存放目录，每个服务一个子目录')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub deploy prepare --secrets /secrets')
    .action(async ({ secrets, json }: Json & { secrets: string }) => {
      const endpoints = deployedEndpoints(env);
      const installation = openInstallation(env);
      const databases = await prepare(installation, endpoints);
      writeServiceSecrets(installation, secrets);
      recordDeployment(installation, endpoints, databases, env['HTTP_PORT'] ?? '8080');
      say(json ? JSON.stringify({ home: installation.home, secrets }) : '契约、主题、数据库和密钥已就绪。');
    });
  deploy
    .command('sources')
    .description('登记来源系统（HUB_HOME 下 config/sources.json）')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub deploy sources')
    .action(async ({ json }: Json) => {
      const installation = openInstallation(env);
      const registered = await registerSources(installation, readRunningHub(installation.home));
      say(json ? JSON.stringify({ registered }) : `新登记来源系统 ${registered} 个。`);
    });
  return deploy;
}
