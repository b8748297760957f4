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
  kafkaClusterId: z.string(),
  postgresPlace: z.string().optional(),
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
    throw unreadable(recordFile(home), cause);
  }
}

export const newRecord = (): StackRecord => ({
  ports: {},
  external: {},
  passwords: { postgres: randomBytes(24).toString('hex'), registry: randomBytes(24).toString('hex') },
  kafkaClusterId: randomBytes(16).toString('base64url'),
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
    throw unreadable(file, cause);
  }
}

const unreadable = (file: string, cause: unknown): LocalStackError =>
  new LocalStackError(
    'STACK_RECORD_UNREADABLE',
    { zh: `无法读取本地环境的记录 ${file}`, en: `The local stack's record ${file} cannot be read` },
    {
      zh: '用建立它的用户运行；若文件已损坏，请清除该目录的本地数据后重新启动',
      en: "run as the user who made it; if it is damaged, wipe this home's local data and start again",
    },
    cause,
  );
