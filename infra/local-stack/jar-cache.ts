import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withExclusiveLock } from './exclusive-lock.js';
import { LocalStackError } from './local-stack-error.js';
import { inSourceTree, projectRoot } from './project-root.js';

export type JarCache = { kafkaJars: string; registryJars: string };

/** The jars of the pinned pom, fetched once for all homes of this checkout. */
export async function provideJars(env: NodeJS.ProcessEnv, onProgress: (message: string) => void): Promise<JarCache> {
  const pom = inSourceTree('jars', 'pom.xml');
  const root = env.HUB_CACHE || join(projectRoot(), 'node_modules', '.cache', 'local-stack');
  const folder = join(root, `jars-${createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)}`);
  const cache = { kafkaJars: join(folder, 'kafka'), registryJars: join(folder, 'registry') };
  if (isComplete(folder)) return cache;
  const onWait = () =>
    onProgress('等待另一个进程下载 Kafka 与 Apicurio … waiting for another process to fetch the jars');
  await withExclusiveLock({ resource: folder, onWait }, async () => {
    if (isComplete(folder)) return;
    onProgress('从 Maven 仓库取 Kafka 与 Apicurio（约 150 MB，仅此一次）… fetching Kafka and Apicurio, once');
    await tellingTime(onProgress, () => fetchJars(pom, folder, env));
  });
  return cache;
}

/** Maven tells nothing about how far it is; that it still works can at least be seen. */
async function tellingTime(onProgress: (message: string) => void, work: () => Promise<void>): Promise<void> {
  const startedAt = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    onProgress(`仍在下载（${seconds} 秒）… still fetching (${seconds} s)`);
  }, 10_000);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

const completeMark = (folder: string): string => join(folder, 'complete');
const isComplete = (folder: string): boolean => existsSync(completeMark(folder));

/** Into a draft folder that gets its name only when everything is there, so a broken download is never taken for whole. */
async function fetchJars(pom: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  // A name of its own: the Maven of a starter that was killed may still write into the former one.
  const draft = `${folder}.draft-${process.pid}`;
  makeEmpty(draft);
  await runMaven(pom, draft, env);
  writeFileSync(completeMark(draft), '');
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}

async function runMaven(pom: string, target: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = ['-B', '-q', '-f', pom, 'package', `-Djars.directory=${target}`];
  try {
    await promisify(execFile)('mvn', args, { env, maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    rmSync(target, { recursive: true, force: true });
    throw (cause as NodeJS.ErrnoException).code === 'ENOENT' ? mavenMissing(cause) : mavenFailed(cause);
  }
}

function makeEmpty(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new LocalStackError(
      'CACHE_NOT_WRITABLE',
      { zh: `无法写入缓存目录 ${folder}`, en: `The cache folder ${folder} cannot be written` },
      { zh: '用 HUB_CACHE 指定一个可写的目录', en: 'name a folder you may write in HUB_CACHE' },
      cause,
    );
  }
}

const mavenMissing = (cause: unknown): LocalStackError =>
  new LocalStackError(
    'MAVEN_MISSING',
    {
      zh: '首次启动需要 Maven（mvn）下载 Kafka 与 Apicurio',
      en: 'The first start needs Maven (mvn) to fetch Kafka and Apicurio',
    },
    {
      zh: '安装 Maven（如 apt-get install maven）后重试，或用 KAFKA_BROKERS 与 SCHEMA_REGISTRY_URL 指定现有的服务',
      en: 'install Maven (apt-get install maven, for one) and try again, or name services of your own in KAFKA_BROKERS and SCHEMA_REGISTRY_URL',
    },
    cause,
  );

const mavenFailed = (cause: unknown): LocalStackError =>
  new LocalStackError(
    'MAVEN_FAILED',
    { zh: 'Maven 未能取得 Kafka 与 Apicurio', en: 'Maven could not fetch Kafka and Apicurio' },
    {
      zh: '检查网络或 ~/.m2/settings.xml 中的仓库镜像后重试',
      en: 'check the network, or the mirror in ~/.m2/settings.xml, and try again',
    },
    cause,
  );
