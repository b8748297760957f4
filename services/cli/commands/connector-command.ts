import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import { checkConnector, type Examined } from '../../intake/commands.js';
import type { CliContext } from '../cli-context.js';
import { CHECK_MARKS } from '../doctor/check.js';
import { doorsFileOf, openInstallation, type Installation } from '../installation.js';
import { positiveNumber } from '../option-values.js';
import { say } from '../say.js';

type Options = { department?: string; file?: string; sources?: string; sample: number; json: boolean };

/** `hub connector`: a department's own doors. */
export function connectorCommand({ env }: CliContext): Command {
  const connector = new Command('connector')
    .description('部门的数据入口（数据库拉取）')
    .addHelpText('after', '\n示例：hub connector check --department health-commission');
  connector
    .command('check')
    .description('启动之前检查数据库拉取的配置：文件、连接、权限、时钟、字段、水位，并试读若干行；有问题则退出码为 2')
    .option('--department <department>', '部门，例如 health-commission；缺省为有配置文件的各部门')
    .option('--file <file>', '配置文件，缺省为 HUB_DOORS_FILE，或数据目录下 config/doors/<部门>.yaml')
    .option('--sources <file>', '来源系统登记文件，缺省为 HUB_SOURCES_FILE，或数据目录下 config/sources.json')
    .option('--sample <n>', '试读多少行', positiveNumber, 200)
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub connector check --department health-commission --file doors.yaml')
    .action(async (options: Options) => {
      const installation = openInstallation(env);
      const examined: (Examined & { department: string })[] = [];
      for (const department of departmentsOf(options, installation, env)) {
        const checked = await checkConnector({
          department,
          doorsFile: options.file ?? env['HUB_DOORS_FILE'] ?? doorsFileOf(installation, department),
          sourcesFile: options.sources ?? env['HUB_SOURCES_FILE'] ?? installation.paths.sources,
          ...{ env, sampleRows: Math.ceil(options.sample), now: () => Date.now() },
        });
        examined.push(...checked.map((each) => ({ department, ...each })));
      }
      if (options.json) say(JSON.stringify(examined));
      else linesOf(examined).forEach(say);
      if (examined.some(({ level }) => level === 'problem')) process.exitCode = 2;
    });
  return connector;
}

function departmentsOf({ department, file }: Options, installation: Installation, env: NodeJS.ProcessEnv): string[] {
  const named = department ?? env['HUB_DEPARTMENT'];
  const known = connectors.map((each) => each.department);
  if (named !== undefined) {
    if (known.includes(named)) return [named];
    throw failure(`没有部门“${named}”，可用的有：${known.join('、')}。`);
  }
  if (file !== undefined || env['HUB_DOORS_FILE']) throw failure('请用 --department 写明配置文件是哪个部门的。');
  const configured = known.filter((each) => existsSync(doorsFileOf(installation, each)));
  if (configured.length > 0) return configured;
  throw failure(`没有部门配置数据库拉取：请把配置文件放在 ${doorsFileOf(installation, '<部门>')}，或用 --file 指定。`);
}

const failure = (message: string) => new ServiceFailure(message, { code: 'USAGE', retriable: false });

function linesOf(examined: readonly (Examined & { department: string })[]): string[] {
  let place = '';
  return examined.flatMap(({ department, pull, name, level, found, remedy }) => {
    const here = pull === null ? department : `${department} ${pull}`;
    const heading = here === place ? [] : [here];
    place = here;
    return [...heading, `  ${CHECK_MARKS[level]} ${name}：${found}`, ...(remedy === null ? [] : [`      → ${remedy}`])];
  });
}
