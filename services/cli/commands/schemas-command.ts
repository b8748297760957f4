import { Command } from 'commander';
import { projectRoot } from '../../../infra/process/project-root.js';
import { checkReleased, createTopics, registerSchemas, writeReleases } from '../../contracts/commands.js';
import { openInstallation } from '../installation.js';
import { EVENT_PARTITIONS, kafkaOf, registryOf, startStack } from '../main-job.js';
import type { CliContext } from '../cli-context.js';
import { say } from '../say.js';

/** `hub schemas …`: contracts and their registration, a deploy step. */
export function schemasCommand({ env }: CliContext): Command {
  const schemas = new Command('schemas').description('事件契约');
  schemas
    .command('check')
    .description('与已发布的各版契约比较，用文字说明变化；不兼容则退出码为 1')
    .action(() => {
      const reports = checkReleased(projectRoot());
      for (const { eventType, release, changes } of reports) {
        say(`${eventType} 对 ${release}：${changes.length === 0 ? '无变化' : ''}`);
        for (const { breaking, text } of changes) say(`  ${breaking ? '✘' : '·'} ${text}`);
      }
      if (reports.some(({ changes }) => changes.some(({ breaking }) => breaking))) process.exitCode = 1;
    });
  schemas
    .command('release')
    .description('把当前契约记为已发布的版本（schemas/released）')
    .action(() => writeReleases(projectRoot()).forEach(say));
  schemas
    .command('register')
    .description('登记到契约登记库（FULL_TRANSITIVE）并建立主题')
    .action(async () => {
      const installation = openInstallation(env);
      const endpoints = await startStack(installation, env, say);
      const options = { namespace: installation.namespace, eventPartitions: EVENT_PARTITIONS };
      const subjects = await registerSchemas(registryOf(endpoints), options);
      await createTopics(kafkaOf(endpoints), options);
      subjects.forEach(({ subject, id }) => say(`${String(id).padStart(5)} ${subject}`));
    });
  return schemas;
}
