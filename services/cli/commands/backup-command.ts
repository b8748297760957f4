import { join } from 'node:path';
import { Command } from 'commander';
import type { BackupManifest } from '../../../infra/postgres/backup/manifest.js';
import { verifyBackup } from '../../../infra/postgres/backup/restore-backup.js';
import { writeBackup } from '../../../infra/postgres/backup/write-backup.js';
import type { CliContext } from '../cli-context.js';
import { databasePart, databaseParts } from '../database-parts.js';
import { openInstallation } from '../installation.js';
import { readRunningHub } from '../running-hub.js';
import { say } from '../say.js';
import { shanghaiTime } from '../shanghai-time.js';

/** `hub backup …`: the hub's databases as files, taken while it works. */
export function backupCommand(context: CliContext): Command {
  return new Command('backup')
    .description('备份数据库：共享数据集、身份保管库、各部门报送台账')
    .addHelpText('after', '\n示例：hub backup write --to /backup')
    .addCommand(writeCommand(context))
    .addCommand(verifyCommand());
}

type WriteOptions = { to: string; part?: string; json: boolean };

function writeCommand({ env }: CliContext): Command {
  return new Command('write')
    .description('在线备份，不影响运行；每次备份写入以时间命名的文件夹')
    .requiredOption('--to <folder>', '存放备份的文件夹')
    .option('--part <name>', '只备份一个数据库；不写则备份全部')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub backup write --to /backup --part dataset')
    .action(async ({ to, part, json }: WriteOptions) => {
      const hub = readRunningHub(openInstallation(env).home);
      const parts = part === undefined ? databaseParts(hub) : [databasePart(hub, part)];
      const root = join(to, folderName(Date.now()));
      const written: { folder: string; manifest: BackupManifest }[] = [];
      for (const one of parts) {
        const folder = join(root, one.part);
        const manifest = await writeBackup(one.url, { part: one.part, folder });
        written.push({ folder, manifest });
        if (!json) say(backupLine(folder, manifest));
      }
      if (json)
        return say(
          JSON.stringify({ folder: root, parts: written.map(({ folder, manifest }) => summary(folder, manifest)) }),
        );
      say(`备份完成：${root}。备份含加密的身份信息和台账，请与密钥分开保管。`);
    });
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('逐个文件核对一份备份是否完好')
    .argument('<folder>', '一个数据库的备份文件夹')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub backup verify /backup/20260301-020000/dataset')
    .action(async (folder: string, { json }: { json: boolean }) => {
      const manifest = await verifyBackup(folder);
      if (json) say(JSON.stringify(summary(folder, manifest)));
      else say(`✔ 完好 ${backupLine(folder, manifest)}`);
    });
}

/** By Asia/Shanghai, so that names sort by time. */
const folderName = (ms: number): string =>
  new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');

const rowsOf = ({ tables }: BackupManifest): number => tables.reduce((sum, { rows }) => sum + rows, 0);

const summary = (folder: string, manifest: BackupManifest) => ({
  ...{ part: manifest.part, folder, takenAt: manifest.takenAt, rows: rowsOf(manifest), tables: manifest.tables.length },
});

const backupLine = (folder: string, manifest: BackupManifest): string =>
  `${manifest.part}：${manifest.tables.length} 张表，${rowsOf(manifest)} 行，时点 ${shanghaiTime(manifest.takenAt)}，${folder}`;
