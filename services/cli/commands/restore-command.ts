import { Command } from 'commander';
import { restoreBackup } from '../../../infra/postgres/backup/restore-backup.js';
import type { CliContext } from '../cli-context.js';
import { databasePart } from '../database-parts.js';
import { openInstallation } from '../installation.js';
import { readRunningHub } from '../running-hub.js';
import { say } from '../say.js';
import { shanghaiTime } from '../shanghai-time.js';

/** What happens by itself when the services start again, and how to see that it is done. */
const AFTERWARDS = {
  ledger:
    '启动后台账进入新的一代，先向共享数据集取回备份之后接收的记录，取回前暂停接收；hub balance 显示平衡即为完成。',
  vault: '启动后重新读取备份之后的身份信息；消息系统也已丢失的，请用 hub intake replay --unapplied-since 重新发送。',
  dataset: '启动后先读完消息系统中的记录，再由各部门台账补发所缺的；hub balance 显示平衡即为完成。',
};

/** `hub restore …`: one database put back to a backup, while its services are stopped. */
export function restoreCommand({ env }: CliContext): Command {
  return new Command('restore')
    .description('用备份恢复一个数据库；须先停止枢纽。失败时数据库保持原样')
    .argument('<part>', 'dataset、identity-vault 或 intake-<部门>')
    .requiredOption('--from <folder>', '该数据库的备份文件夹')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub restore dataset --from /backup/20260301-020000/dataset')
    .action(async (name: string, { from, json }: { from: string; json: boolean }) => {
      const { part, url, migrate } = databasePart(readRunningHub(openInstallation(env).home), name);
      const { takenAt, tables } = await restoreBackup(url, { part, folder: from, migrate });
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      if (json) return say(JSON.stringify({ part, takenAt, rows }));
      say(`${part} 已恢复到 ${shanghaiTime(takenAt)}（${rows} 行）。`);
      say(afterwards(part));
    });
}

function afterwards(part: string): string {
  if (part === 'dataset') return AFTERWARDS.dataset;
  return part === 'identity-vault' ? AFTERWARDS.vault : AFTERWARDS.ledger;
}
