import type pg from 'pg';
import { completeWriterSchemas, type ArchivedRecord } from '../../dataset/archive.js';
import type { JudgeDeps } from './apply-ports.js';

/**
 * Archived records of which nobody knew the schema when they came, with it where it has become known. The archive is
 * completed first, so that a rebuild, which asks no registry, reads them as well.
 */
export async function withKnownSchemas(
  client: pg.PoolClient,
  records: readonly ArchivedRecord[],
  schemaOf: JudgeDeps['schemaOf'],
): Promise<ArchivedRecord[]> {
  const known: ArchivedRecord[] = [];
  for (const record of records) known.push({ ...record, writerSchema: await writerSchemaOf(record, schemaOf) });
  const completed = known.filter(({ writerSchema }, at) => writerSchema !== records[at]?.writerSchema);
  if (completed.length > 0) await completeWriterSchemas(client, completed);
  return known;
}

async function writerSchemaOf(
  { schemaId, writerSchema }: ArchivedRecord,
  schemaOf: JudgeDeps['schemaOf'],
): Promise<string | null> {
  return writerSchema !== null || schemaId === null ? writerSchema : schemaOf(schemaId);
}
