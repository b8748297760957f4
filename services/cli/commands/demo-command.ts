import { Command } from 'commander';
import { join } from 'node:path';
import type { CliContext } from '../cli-context.js';
import { openInstallation } from '../installation.js';
import type { ProfileName } from '../../demo-province/commands.js';
import { positiveNumber, profileOption, yearList } from '../option-values.js';
import { say } from '../say.js';

type Options = { scale: number; seed: string; years: number[]; profile: ProfileName; out?: string; json: boolean };

/** `hub demo`: the departments' exports of the synthetic province, and their truth. */
export function demoCommand({ env }: CliContext): Command {
  return new Command('demo')
    .description('生成示例省的部门导出文件（合成数据）')
    .option('--scale <n>', '规模，1 为全省，0.1 为十分之一', positiveNumber, 0.1)
    .option('--seed <text>', '随机种子', 'jilin')
    .option('--years <list>', '年份，逗号分隔', yearList, [2023, 2024, 2025])
    .addOption(profileOption())
    .option('--out <folder>', '输出目录')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub demo --scale 0.02 --out ./demo')
    .action(async ({ scale, seed, years, profile, out, json }: Options) => {
      const folder = out ?? openInstallation(env).paths.demo;
      // Loaded when needed: the spreadsheet library is large, and the other commands do without it.
      const { generateDemoProvince } = await import('../../demo-province/commands.js');
      const manifest = await generateDemoProvince({ folder, seed, scale, years, profile });
      if (json) say(JSON.stringify({ folder, files: manifest.files.length }));
      else manifest.files.forEach((file) => say(`${join(folder, file.path)}（${file.rows} 行）`));
    });
}
