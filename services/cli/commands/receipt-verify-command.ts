import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import {
  publicReceiptKeysSchema,
  verifyReceipt,
  type PublicReceiptKeys,
  type ReceiptVerdict,
} from '../../intake/commands.js';
import type { CliContext } from '../cli-context.js';
import { homeOf, receiptKeysFolder } from '../installation.js';
import { comparedContent, verdictLines, type ContentVerdict } from '../receipt-verdict.js';
import { say } from '../say.js';

type Options = { keys?: string; content?: string; json: boolean };

/** `hub receipt verify`: whether a receipt is what the hub once signed; needs nothing that runs. */
export function receiptVerifyCommand({ env }: CliContext): Command {
  return new Command('verify')
    .description('离线核验回执：是否被改动、由哪个部门的报送服务签发；不符时退出码为 2')
    .argument('<file>', '回执文件（JSON）：接口的答复、“.回执.json”或 hub receipt --json 的输出')
    .option('--keys <file>', '公钥文件（报送服务的 /v1/receipt-keys）；不写则用本机安装的公钥')
    .option('--content <file>', '当时报送的文件，核对回执所述是否就是它')
    .option('--json', '输出 JSON', false)
    .addHelpText('after', '\n示例：hub receipt verify 认定.xlsx.回执.json --keys receipt-keys.json --content 认定.xlsx')
    .action(async (file: string, options: Options) => {
      const keys = options.keys === undefined ? installedKeys(env) : keysOf(parsed(options.keys), options.keys);
      const verdict = await verifyReceipt(parsed(file), keys);
      const content = await contentVerdict(verdict, options.content);
      if (options.json) say(JSON.stringify({ ...verdict, content }));
      else verdictLines(verdict, content).forEach(say);
      const isAsSaid = verdict.kind === 'genuine' && (content === null || content === 'same');
      process.exitCode = isAsSaid ? 0 : 2;
    });
}

/** @returns null when nothing was to be compared, or nothing can be believed */
async function contentVerdict(verdict: ReceiptVerdict, file: string | undefined): Promise<ContentVerdict | null> {
  return file === undefined || verdict.kind !== 'genuine' ? null : comparedContent(verdict.receipt, file);
}

/** The halves that anybody may see of what this installation signs with; the private ones are not taken along. */
function installedKeys(env: NodeJS.ProcessEnv): PublicReceiptKeys {
  const folder = receiptKeysFolder(homeOf(env));
  const files = namesIn(folder).filter((name) => name.endsWith('.json'));
  if (files.length === 0) {
    throw new ServiceFailure(
      `${folder} 下没有公钥。请用 --keys 指定公钥文件（可从报送服务的 /v1/receipt-keys 下载）。`,
      { code: 'RECEIPT_KEYS_MISSING', retriable: false },
    );
  }
  return { keys: files.flatMap((name) => keysOf(parsed(join(folder, name)), name).keys) };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function keysOf(content: unknown, file: string): PublicReceiptKeys {
  const keys = publicReceiptKeysSchema.safeParse(content);
  if (keys.success) return keys.data;
  throw new ServiceFailure(`${file} 不是回执公钥文件。请从报送服务的 /v1/receipt-keys 重新下载。`, {
    code: 'RECEIPT_KEYS_INVALID',
    retriable: false,
  });
}

function parsed(file: string): unknown {
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ServiceFailure(`${file} 不是 JSON 文件。请给出回执的 JSON 文件（文件投递时为“.回执.json”）。`, {
      code: 'RECEIPT_UNREADABLE',
      retriable: false,
    });
  }
}
