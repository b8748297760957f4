import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { LocalStackError } from './local-stack-error.js';

export const PARTS = ['kafka', 'registry', 'postgres', 'oidc'] as const;
export type Part = (typeof PARTS)[number];

const recordShape = z.object({
  ports: z.record(z.string(), z.number()),
  external: z.partialRecord(z.enum(PARTS), z.boolean()),
  passwords: z.object({ postgres: z.string(), registry: z.string() }),
  postgresPlace: z.string().optional(),
  oidcClientsFile: z.string().optional(),
});

/** What is chosen once for a home and must be the same at its next start. */
export type StackRecord = z.infer<typeof recordShape>;

export const stackFolder = (home: string, ...path: string[]): string => join(home, 'stack', ...path);
export const logFile = (home: string, part: Part): string => stackFolder(home, 'logs', `${part}.log`);
const recordFile = (home: string): string => stackFolder(home, 'stack.json');

export function readRecord(home: string): StackRecord | undefined {
  const text = textOf(recordFile(home));
  if (text === undefined) return undefined;
  try {
    return recordShape.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(recordFile(home), cause);
  }
}

export const newRecord = (): StackRecord => ({
  ports: {},
  external: {},
  passwords: { postgres: randomBytes(24).toString('hex'), registry: randomBytes(24).toString('hex') },
});

export const writeRecord = (home: string, record: StackRecord): void =>
  writePrivately(recordFile(home), `${JSON.stringify(record, null, 2)}\n`);

/** Whole or not at all, and for nobody but the owner. */
export function writePrivately(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw forbidden(file, cause);
  }
}

const forbidden = (file: string, cause: unknown): LocalStackError =>
  new LocalStackError(
    'STACK_OF_ANOTHER_USER',
    { zh: `无权读取本地环境的记录 ${file}`, en: `The local stack's record ${file} may not be read` },
    {
      zh: '用建立它的用户运行，或把 HUB_HOME 设为自己的目录',
      en: 'run as the user who made it, or set HUB_HOME to a folder of your own',
    },
    cause,
  );

const damaged = (file: string, cause: unknown): LocalStackError =>
  new LocalStackError(
    'STACK_RECORD_DAMAGED',
    { zh: `本地环境的记录 ${file} 已损坏`, en: `The local stack's record ${file} is damaged` },
    { zh: '恢复该文件，或清除本地数据后重新启动', en: 'restore that file, or wipe the local data and start again' },
    cause,
  );
