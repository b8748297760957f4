import { Command } from 'commander';
import { projectRoot } from '../../../infra/process/project-root.js';
import { checkReleased, createTopics, registerSchemas, writeReleases } from '../../contracts/commands.js';
import { openInstallation } from '../installation.js';
import { EVENT_PARTITIONS, kafkaOf, registryOf, startStack } from '../main-job.js';
import type { CliContext } from '../cli-context.js';
import { say } from '../say.js';

type Json = { json: boolean };

/** `hub schemas …`: contracts and their registration, a deploy step. */
export function schemasCommand({ env }: CliContext): Command {
  const schemas = new Command('schemas').description('事件契约').addHelpText('after', '\n示例：hub schemas check');
  const add = (name: string, description: string): Command =>
    schemas
      .command(name)
      .description(description)
      .option('--json', '输出 JSON', false)
      .addHelpText('after', `\n示例：hub schemas ${name}`);
  add('check', '与已发布的各版契约比较，用文字说明变化；不兼容则退出码为 1').action(({ json }: Json) => check(json));
  add('release', '把当前契约记为已发布的版本（schemas/released）').action(({ json }: Json) => {
    const files = writeReleases(projectRoot());
    if (json) say(JSON.stringify({ files }));
    else files.forEach(say);
  });
  add('register', '登记到契约登记库（FULL_TRANSITIVE）并建立主题').action(({ json }: Json) => register(env, json));
  return schemas;
}

function check(json: boolean): void {
  const reports = checkReleased(projectRoot());
  if (json) say(JSON.stringify(reports));
  else {
    for (const { eventType, release, changes } of reports) {
      say(`${eventType} 对 ${release}：${changes.length === 0 ? '无变化' : ''}`);
      for (const { breaking, text } of changes) say(`  ${breaking ? '✘' : '·'} ${text}`);
    }
  }
  if (reports.some(({ changes }) => changes.some(({ breaking }) => breaking))) process.exitCode = 1;
}

async function register(env: NodeJS.ProcessEnv, json: boolean): Promise<void> {
  const installation = openInstallation(env);
  const endpoints = await startStack(installation, env, json ? () => undefined : say);
  const options = { namespace: installation.namespace, eventPartitions: EVENT_PARTITIONS };
  const subjects = await registerSchemas(registryOf(endpoints), options);
  await createTopics(kafkaOf(endpoints), options);
  if (json) say(JSON.stringify(subjects));
  else subjects.forEach(({ subject, id }) => say(`${String(id).padStart(5)} ${subject}`));
}
