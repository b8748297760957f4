import { setTimeout as delay } from 'node:timers/promises';
import { tailOf } from './daemon.js';
import { LocalStackError } from './local-stack-error.js';
import { isAlive } from './process-table.js';

/** Loaded two-core machines take several times the usual seconds. */
const PATIENCE_MS = 120_000;

export type Probe = () => Promise<boolean>;

/** Waits until the probe succeeds; fails as soon as the process is gone, with the end of its log as cause. */
export async function untilHealthy(part: string, pid: number, log: string, probe: Probe): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await succeeds(probe))) {
    if (!isAlive(pid)) throw ended(part, log);
    if (Date.now() > deadline) throw silent(part, log);
    await delay(100);
  }
}

/** "Not yet" is what a failing probe means, unless it found out what only a person can put right. */
async function succeeds(probe: Probe): Promise<boolean> {
  try {
    return await probe();
  } catch (error) {
    if (error instanceof LocalStackError) throw error;
    return false;
  }
}

/** Several tries: a busy machine answers late, and a healthy daemon should not be restarted for it. */
export async function answersSoon(probe: Probe, withinMs = 30_000): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!(await succeeds(probe))) {
    if (Date.now() > deadline) return false;
    await delay(250);
  }
  return true;
}

export async function httpOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  await response.body?.cancel();
  return response.ok;
}

const ended = (part: string, log: string): LocalStackError =>
  new LocalStackError(
    'PART_ENDED',
    { zh: `${part} 启动后即退出`, en: `${part} ended right after its start` },
    {
      zh: `查看日志 ${log} 的末尾，排除原因后重试；若数据已损坏，清除本地数据后重新启动`,
      en: `read the end of ${log}, put its cause right and try again; if the data are damaged, wipe the local data and start again`,
    },
    new Error(tailOf(log)),
  );

const silent = (part: string, log: string): LocalStackError =>
  new LocalStackError(
    'PART_SILENT',
    { zh: `${part} 在 ${PATIENCE_MS / 1000} 秒内没有就绪`, en: `${part} was not ready within ${PATIENCE_MS / 1000} s` },
    { zh: `机器可能过于繁忙，查看日志 ${log} 后重试`, en: `the machine may be too busy; read ${log} and try again` },
    new Error(tailOf(log)),
  );
