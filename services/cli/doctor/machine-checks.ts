import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../../infra/process/project-root.js';
import { ok, problem, warning, type Check } from './check.js';

const NEEDED_NODE = [20, 19] as const;
const NEEDED_JAVA = 17;
const GIB = 1024 ** 3;

export function nodeCheck(version = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const suits = major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1]);
  if (suits) return ok('Node.js', version);
  return problem('Node.js', version, `安装 Node.js ${NEEDED_NODE.join('.')} 或更高版本。`);
}

/** Not needed where Kafka and the registry are somebody else's. */
export async function javaCheck(env: NodeJS.ProcessEnv): Promise<Check> {
  const java = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
  const said = await firstWords(java, ['-version'], env);
  const version = Number(/version "(?:1\.)?(\d+)/.exec(said ?? '')?.[1] ?? 0);
  if (version >= NEEDED_JAVA) return ok('Java', String(version));
  const remedy = `安装 Java ${NEEDED_JAVA} 或更高版本并设置 JAVA_HOME 或 PATH；或用 KAFKA_BROKERS 和 SCHEMA_REGISTRY_URL 指定现有的服务。`;
  return problem('Java', version === 0 ? '没有找到' : String(version), remedy);
}

/** Needed for the first start only: then the jars are here. */
export async function mavenCheck(env: NodeJS.ProcessEnv): Promise<Check> {
  const version = /Apache Maven ([\d.]+)/.exec((await firstWords('mvn', ['-v'], env)) ?? '')?.[1];
  if (version) return ok('Maven', version);
  if (hasJars(env)) return ok('Maven', '没有找到；Kafka 与 Apicurio 已下载，不再需要');
  return problem('Maven', '没有找到', '安装 Maven（首次启动用它下载 Kafka 与 Apicurio）。');
}

function hasJars(env: NodeJS.ProcessEnv): boolean {
  const cache = env['HUB_CACHE'] || join(projectRoot(), 'node_modules', '.cache', 'local-stack');
  return existsSync(cache) && readdirSync(cache).some((name) => existsSync(join(cache, name, 'complete')));
}

async function firstWords(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { env, timeout: 30_000 });
    return stdout + stderr;
  } catch {
    return undefined;
  }
}

export function homeCheck(home: string): Check {
  try {
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok('数据目录', home);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return problem('数据目录', `${home} 不可写（${code}）`, '改正该目录的权限，或用 HUB_HOME 指定可写的目录。');
  }
}

/** The demo at 1:10 takes some 1.5 GiB, the stack's own logs and data included. */
export function diskCheck(home: string, free = freeBytes(home)): Check {
  const found = `剩余 ${(free / GIB).toFixed(1)} GiB`;
  const remedy = '清理磁盘，或用 HUB_HOME 指定空间较大的磁盘上的目录。';
  if (free < GIB) return problem('磁盘空间', found, remedy);
  return free < 5 * GIB ? warning('磁盘空间', found, remedy) : ok('磁盘空间', found);
}

function freeBytes(folder: string): number {
  const there = existsSync(folder) ? folder : dirname(folder);
  if (!existsSync(there)) return freeBytes(dirname(there));
  const { bavail, bsize } = statfsSync(there);
  return bavail * bsize;
}

/** Files cannot come from the future: a clock before the newest of ours is wrong. */
export function clockCheck(now = Date.now()): Check {
  const installed = statSync(join(projectRoot(), 'package.json')).mtimeMs;
  const found = new Date(now).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
  const remedy = '校准系统时钟（如启用 NTP）：报送的先后、令牌的期限都以它为准。';
  return now + 60_000 < installed ? problem('时钟', `${found}，早于安装时间`, remedy) : ok('时钟', found);
}

export function memoryCheck(meminfo = textOf('/proc/meminfo')): Check {
  const kib = Number(/^MemAvailable:\s+(\d+)/m.exec(meminfo)?.[1] ?? Number.NaN);
  if (Number.isNaN(kib)) return ok('可用内存', '未知');
  const found = `${(kib / 1024 / 1024).toFixed(1)} GiB`;
  if (kib * 1024 >= 2 * GIB) return ok('可用内存', found);
  return warning('可用内存', found, '关闭其他程序；整套枢纽约需 2 GiB。');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
