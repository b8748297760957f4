import type pg from 'pg';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { countArchived, streamArchive } from '../../dataset/archive-stream.js';
import { datasetDigest } from '../../dataset/dataset-digest.js';
import { stateDigest } from '../../dataset/state-digest.js';
import type { ArchivedRecord } from '../../dataset/archive.js';
import { archivedBehind, archiveMarks, type ArchiveMark } from '../../dataset/archive-marks.js';
import type { ApplyDeps } from '../applying/apply-ports.js';
import { applyRecords } from '../applying/apply-records.js';
import { archiveDecoder } from '../receiving/record-decoders.js';
import { topicRoles, topicsOf, type TopicRoles } from '../receiving/topic-roles.js';

/** Records of the archive that were applied again, out of all. */
export type RebuildProgress = (progress: { done: number; total: number }) => void;

export type Digests = { datasetDigest: string; stateDigest: string };

/** Applies the whole archive to the empty tables of the client's schema. @returns how many records that were */
export async function applyArchive(
  client: pg.PoolClient,
  namespace: string,
  onProgress: RebuildProgress,
): Promise<number> {
  const roles = topicRoles(namespace, connectors);
  const deps = rebuildDeps(roles, namespace);
  const total = await countArchived(client);
  let done = 0;
  // The register and the decisions first: then nothing has to be judged twice.
  const first = [...topicsOf(roles, 'source'), ...topicsOf(roles, 'decision')];
  for (const topics of [{ only: first }, { except: first }]) {
    for await (const records of streamArchive(client, topics)) {
      await applyRecords(client, records, deps);
      done += records.length;
      onProgress({ done, total });
    }
  }
  return done;
}

/**
 * Applies what the archive holds behind some marks, to a rebuilt dataset that goes as far as those.
 *
 * @returns how many records that were, and how far the dataset goes now
 */
export async function applyBehind(
  client: pg.PoolClient,
  namespace: string,
  marks: readonly ArchiveMark[],
): Promise<{ records: number; marks: ArchiveMark[] }> {
  const deps = rebuildDeps(topicRoles(namespace, connectors), namespace);
  const reached = await archiveMarks(client);
  const known = new Map(marks.map((mark) => [placeOf(mark), mark.offset]));
  let applied = 0;
  for (const mark of reached) {
    const from = known.get(placeOf(mark)) ?? -1;
    if (from === mark.offset) continue;
    for await (const records of archivedBehind(client, { ...mark, offset: from })) {
      await applyRecords(client, records, deps);
      applied += records.length;
    }
  }
  return { records: applied, marks: reached };
}

const placeOf = ({ generation, topic, partition }: ArchiveMark) => JSON.stringify([generation, topic, partition]);

function rebuildDeps(roles: TopicRoles, namespace: string): ApplyDeps<ArchivedRecord> {
  const decode = archiveDecoder(createAvroDecoder({ schemaById: noRegistry }));
  const schemaOf = () => Promise.resolve(null);
  return { roles, namespace, decode, decodeArchived: decode, schemaOf, keepsArchive: false, answersLedgers: false };
}

function noRegistry(id: number): Promise<string> {
  return Promise.reject(new Error(`A rebuild asks no registry, but schema ${id} was asked for.`));
}

/** Digests of one schema; the search path is set back by the end of the transaction. */
export async function digestsOf(client: pg.PoolClient, schema: string): Promise<Digests> {
  await client.query(`SET LOCAL search_path = ${client.escapeIdentifier(schema)}`);
  return { datasetDigest: await datasetDigest(client), stateDigest: await stateDigest(client) };
}
