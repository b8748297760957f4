import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { connectors } from '../../connectors/generated/feed-index.js';
import type { ReceiptVerdict, SignedReceipt } from '../intake/commands.js';
import { shanghaiTime } from './shanghai-time.js';

/** `none`: the rows were pulled out of a database, nobody sent a file. */
export type ContentVerdict = 'same' | 'other' | 'none';

/** Whether a file is what the receipt is about. A compressed file counts as what is in it, as it does at the door. */
export async function comparedContent({ format, bodyDigest }: SignedReceipt, file: string): Promise<ContentVerdict> {
  if (format === 'database') return 'none';
  const hash = createHash('sha256');
  await pipeline([createReadStream(file), ...((await isGzip(file)) ? [createGunzip()] : []), hash]);
  return hash.digest('hex') === bodyDigest ? 'same' : 'other';
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === 0x1f8b;
  } finally {
    await handle.close();
  }
}

export function verdictLines(verdict: ReceiptVerdict, content: ContentVerdict | null): string[] {
  switch (verdict.kind) {
    case 'genuine':
      return [...genuineLines(verdict), ...(content === null ? [] : [CONTENT_WORDS[content]])];
    case 'altered':
      return [
        `✘ 回执与签名不符：签发后内容被改动，或签名不是枢纽所签（密钥 ${verdict.kid}）。请以报送服务上的回执为准（hub receipt <批次编号>）。`,
      ];
    case 'key-unknown':
      return [
        `✘ 无法核验：公钥文件中没有签名所用的密钥 ${verdict.kid}。请从签发部门报送服务的 /v1/receipt-keys 下载公钥，用 --keys 指定。`,
      ];
    case 'unsigned':
      return ['✘ 这个文件不是有签名的回执。试报送没有签名；请用正式报送的回执（JSON）。'];
  }
}

function genuineLines({ department, kid, receipt }: Extract<ReceiptVerdict, { kind: 'genuine' }>): string[] {
  const { batchId, sourceId, feed, acceptedAt, rows, warnings } = receipt;
  const label = connectors.find((connector) => connector.department === department)?.label ?? department;
  return [
    `✔ 回执未被改动，由“${label}”的报送服务签发（密钥 ${kid}）。`,
    `  批次 ${batchId}（${sourceId} ${feed}），${shanghaiTime(acceptedAt)} 接收`,
    `  共 ${rows.submitted} 行：新增 ${rows.new}，更正 ${rows.corrected}，撤回 ${rows.retracted}，无变化 ${rows.unchanged}，退回 ${rows.rejected}；有提示 ${warnings} 行`,
  ];
}

const CONTENT_WORDS: Readonly<Record<ContentVerdict, string>> = {
  same: '✔ 该文件就是回执所述的报送内容。',
  other: '✘ 该文件不是回执所述的报送内容：内容摘要（SHA-256）不同。',
  none: '✘ 本批次由报送服务从部门数据库读取，没有报送文件可以比对。',
};
