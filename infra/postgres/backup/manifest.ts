import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ServiceFailure } from '../../process/service-failure.js';

/** A backup is a folder: this file, and a gzipped COPY (text format) of every table. */
export const MANIFEST_FILE = 'manifest.json';

const backedUpTable = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  /** Of a partition: its parent and its bounds, as SQL. */
  partitionOf: z.string().nullable(),
  bounds: z.string().nullable(),
  file: z.string().regex(/^[a-z0-9_]+\.copy\.gz$/),
  rows: z.number().int().nonnegative(),
  /** SHA-256 (hex) of the file. */
  sha256: z.string(),
});
export type BackedUpTable = z.infer<typeof backedUpTable>;

const manifest = z.object({
  format: z.literal(1),
  /** What the database is: `dataset`, `identity-vault`, `intake-<department>`. */
  part: z.string(),
  takenAt: z.string(),
  serverVersion: z.string(),
  /** Names of the migrations that the tables went through. */
  migrations: z.array(z.string()),
  /** In an order in which no row refers to one that comes later. */
  tables: z.array(backedUpTable),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.number() })),
});
export type BackupManifest = z.infer<typeof manifest>;

/** @throws ServiceFailure BACKUP_UNREADABLE */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(() => null);
  const parsed = manifest.safeParse(text === null ? null : jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new ServiceFailure(
    `${folder} 不是一份完整的备份（缺少 ${MANIFEST_FILE}，或其内容不完整）。The folder is no complete backup.`,
    { code: 'BACKUP_UNREADABLE', retriable: false, context: { folder } },
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
