import { Command } from 'commander';
import { withNewReceiptKey, type ReceiptKeys } from '../../intake/commands.js';
import type { CliContext } from '../cli-context.js';
import { openInstallation, receiptKeysOf } from '../installation.js';
import { readJson, writePrivateJson } from '../private-file.js';
import { say } from '../say.js';
import { assertDepartment } from '../source-register.js';

/** `hub receipt rotate-key`: receipts that were signed before stay verifiable, their key signs nothing any more. */
export function receiptRotateKeyCommand({ env }: CliContext): Command {
  return new Command('rotate-key')
    .description('更换一个部门的回执签名密钥；以前的回执仍可核验，旧私钥随即销毁')
    .requiredOption('--department <department>', '报送部门')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub receipt rotate-key --department health-commission')
    .action(({ department, json }: { department: string; json: boolean }) => {
      const file = receiptKeysOf(openInstallation(env).paths, assertDepartment(department));
      const keys = withNewReceiptKey(department, readJson<ReceiptKeys>(file));
      writePrivateJson(file, keys);
      const [newest] = keys.keys;
      if (json) say(JSON.stringify({ department, kid: newest?.kid }));
      else say(`新密钥 ${newest?.kid} 已写入 ${file}；重启该部门的报送服务后生效（部署时先运行 hub deploy prepare）。`);
    });
}
