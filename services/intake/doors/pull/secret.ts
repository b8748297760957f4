import { readFileSync } from 'node:fs';
import type { DatabaseConfig } from '../doors-file.js';
import { pullStopped } from './pull-fault.js';

/** Read anew for every round, so that a changed password needs no restart. @throws ServiceFailure PULL_SECRET */
export function readSecret({ password }: DatabaseConfig, env: NodeJS.ProcessEnv): string {
  if ('env' in password) {
    const value = env[password.env];
    if (value) return value;
    throw pullStopped('PULL_SECRET', `没有设置口令所在的环境变量 ${password.env}。`);
  }
  try {
    return readFileSync(password.file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    throw pullStopped('PULL_SECRET', `口令所在的文件 ${password.file} 无法读取（${reason}）。`);
  }
}
