import { join } from 'node:path';
import { Command } from 'commander';
import { readDatasetMoment } from '../../dataset/commands.js';
import { openInstallation } from '../installation.js';
import { departmentIntake } from '../department-summary.js';
import type { CliContext } from '../cli-context.js';
import { readRunningHub } from '../running-hub.js';
import { say } from '../say.js';

/** What `hub briefing --json` tells. */
export type BriefingAnswer = { file: string; files: string[]; year: number; datasetDigest: string };

/** `hub briefing --year 2025`: the year's 情况通报 from the dataset as it stands. */
export function briefingCommand({ env }: CliContext): Command {
  return new Command('briefing')
    .description('编制年度情况通报（Word、Excel 和网页）')
    .requiredOption('--year <year>', '年度', Number)
    .option('--out <file>', '输出文件（.docx）')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub briefing --year 2025')
    .action(async ({ year, out, json }: { year: number; out?: string; json: boolean }) => {
      const installation = openInstallation(env);
      const databaseUrl = readRunningHub(installation.home).databases.dataset;
      const { datasetDigest, newestAcceptedAt, intake } = await readDatasetMoment(databaseUrl);
      // Loaded when needed: document and chart libraries are large, and the other commands do without them.
      const { writeBriefing } = await import('../../briefing/commands.js');
      const briefing = await writeBriefing({
        ...{ databaseUrl, year, sample: true, datasetDigest, departments: departmentIntake(intake) },
        asOf: new Date(newestAcceptedAt ?? Date.now()),
        outFile: out ?? join(installation.paths.out, `${year}年度情况通报（示例数据）.docx`),
      });
      const files = Object.values(briefing.files);
      if (json) say(JSON.stringify({ file: briefing.file, files, year, datasetDigest } satisfies BriefingAnswer));
      else files.forEach(say);
    });
}
