/** What a command that failed says: one sentence and what to do. */
export type Failure = { code: string; message: string };

const SENTENCES: Readonly<Record<string, string>> = {
  ISSUER_UNREACHABLE: '连接不上令牌签发服务，枢纽可能没有运行。请先运行 npm start，或用 hub status 查看状态。',
  TOKEN_REFUSED:
    '令牌签发服务没有接受客户端的密钥：可能已到期、已吊销或尚未登记。请用 hub credentials list 查看，并确认 HUB_HOME 与启动枢纽时相同。',
  REGISTRY_UNAVAILABLE: '连接不上契约登记库。请用 hub stack up 启动，或检查 SCHEMA_REGISTRY_URL。',
  SCHEMA_INCOMPATIBLE: '契约与登记库中已有的版本不兼容，没有登记。请用 hub schemas check 查看变化，改为兼容的写法。',
  SUBJECT_UNKNOWN: '契约还没有登记。请先运行 hub schemas register。',
  CONFIG_INVALID: '环境变量不完整或不正确。请对照 docs/architecture.md 检查后重试。',
  ECONNREFUSED: '连接被拒绝，所需的服务没有运行。请用 hub status 查看状态。',
  ENOTFOUND: '找不到所需服务的主机。请检查网址和网络。',
  ENOENT: '找不到文件或目录。请检查路径是否正确。',
  EISDIR: '这是目录，不是文件。请给出文件的路径。',
  EACCES: '没有访问权限。请检查文件的权限，或换用有权限的用户。',
  EPERM: '没有操作权限。请检查文件的权限，或换用有权限的用户。',
  EROFS: '所在的文件系统只读。请用 HUB_HOME 指定可写的目录。',
  ENOSPC: '磁盘空间不足。请清理后重试。',
};

const HAN = /\p{Script=Han}/u;

/** Never a stack: that is for LOG_LEVEL=debug. */
export function failureOf(error: unknown): Failure {
  const { code = 'UNEXPECTED', message = String(error), path } = (error ?? {}) as Partial<Failure> & { path?: string };
  if (HAN.test(message)) return { code, message: chinesePart(message) };
  const known = SENTENCES[code];
  if (known) return { code, message: path ? `${path}：${known}` : known };
  const more = `请用 LOG_LEVEL=debug 重新运行查看详情，或用 hub doctor 检查。`;
  return { code, message: `没有预料到的错误（${code}）：${firstLine(message)}。${more}` };
}

/** Many failures say the same once more in English, for the log. */
function chinesePart(message: string): string {
  const end = message.lastIndexOf('。');
  return end < 0 || HAN.test(message.slice(end)) ? message : message.slice(0, end + 1);
}

const firstLine = (text: string): string =>
  text
    .trim()
    .split('\n')[0]
    ?.replace(/[.。]$/, '') ?? '';

export function failureLine(failure: Failure, json: boolean): string {
  return json ? `${JSON.stringify({ error: failure })}\n` : `✘ ${failure.message}\n`;
}
