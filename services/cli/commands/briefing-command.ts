import { join } from 'node:path';
import { Command } from 'commander';
import { writeBriefing } from '../../briefing/commands.js';
import { readDatasetMoment } from '../../dataset/commands.js';
import { openInstallation } from '../installation.js';
import { departmentIntake } from '../department-summary.js';
import type { CliContext } from '../cli-context.js';
import { readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

/** `hub briefing --year 2025`: the year's 情况通报 from the dataset as it stands. */
export function briefingCommand({ env }: CliContext): Command {
  return new Command('briefing')
    .description('编制年度情况通报（Word）')
    .requiredOption('--year <year>', '年度', Number)
    .option('--out <file>', '输出文件（.docx）')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub briefing --year 2025')
    .action(async ({ year, out, json }: { year: number; out?: string; json: boolean }) => {
      const installation = openInstallation(env);
      const databaseUrl = readRunningHub(installation.home).databases.dataset;
      const { datasetDigest, newestAcceptedAt, intake } = await readDatasetMoment(databaseUrl);
      const briefing = await writeBriefing({
        ...{ databaseUrl, year, sample: true, datasetDigest, departments: departmentIntake(intake) },
        asOf: new Date(newestAcceptedAt ?? Date.now()),
        outFile: out ?? join(installation.paths.out, `${year}年度情况通报（示例数据）.docx`),
      });
      say(json ? JSON.stringify({ file: briefing.file, year, datasetDigest }) : briefing.file);
    });
}
