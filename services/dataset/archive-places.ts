import type pg from 'pg';
import type { Position } from './position.js';
import { positionColumns, unnestOf } from './unnest.js';

/** What the archive holds of one partition of a topic. */
export type ArchivePlace = {
  generation: string;
  topic: string;
  partition: number;
  records: number;
  firstOffset: number;
  lastOffset: number;
  /** Where the consolidator goes on; null when it has no position there. */
  nextOffset: number | null;
};

/** Partitions that records were archived from, and those that the consolidator has a position in. */
export async function archivePlaces(client: pg.ClientBase, consumer: string): Promise<ArchivePlace[]> {
  const { rows } = await client.query<ArchivePlace>(
    `SELECT generation, topic, topic_partition AS partition, coalesce(records, 0) AS records,
       coalesce(first_offset, 0) AS "firstOffset", coalesce(last_offset, -1) AS "lastOffset", next_offset AS "nextOffset"
     FROM (SELECT generation, topic, topic_partition, count(*) AS records, min(topic_offset) AS first_offset,
             max(topic_offset) AS last_offset
           FROM archive GROUP BY 1, 2, 3) AS archived
       FULL JOIN (SELECT generation, topic, topic_partition, next_offset FROM kafka_position WHERE consumer = $1) AS read
         USING (generation, topic, topic_partition)
     ORDER BY generation, topic, topic_partition`,
    [consumer],
  );
  return rows;
}

export type OffsetGap = { generation: string; topic: string; partition: number; from: number; to: number };

/** Offsets that are missing between two archived ones, or before the first; at most `limit` gaps. */
export async function offsetGaps(client: pg.ClientBase, limit: number): Promise<OffsetGap[]> {
  const { rows } = await client.query<OffsetGap>(
    `SELECT generation, topic, topic_partition AS partition, before + 1 AS "from", topic_offset - 1 AS "to"
     FROM (SELECT generation, topic, topic_partition, topic_offset,
             lag(topic_offset, 1, -1::bigint) OVER (PARTITION BY generation, topic, topic_partition ORDER BY topic_offset)
               AS before FROM archive) AS record
     WHERE topic_offset > before + 1 ORDER BY generation, topic, topic_partition, topic_offset LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Records of topics of one event type, and what the dataset made of them: each is a version, a repetition, or parked. */
export type ArchivedBooks = {
  eventType: string;
  archived: number;
  versions: number;
  repeated: number;
  parked: number;
};

export async function archivedBooks(
  client: pg.ClientBase,
  topics: readonly { topic: string; eventType: string }[],
): Promise<ArchivedBooks[]> {
  const { rows } = await client.query<ArchivedBooks>(
    `SELECT event_type AS "eventType", (SELECT count(*) FROM archive WHERE topic = ANY (topics)) AS archived,
       (SELECT count(*) FROM event_version v WHERE v.event_type = named.event_type) AS versions,
       (SELECT coalesce(sum(deliveries), 0)::bigint FROM repeated_delivery r WHERE r.event_type = named.event_type)
         AS repeated,
       (SELECT count(*) FROM parked_event p WHERE p.event_type = named.event_type) AS parked
     FROM (SELECT event_type, array_agg(topic) AS topics FROM unnest($1::text[], $2::text[]) AS t (topic, event_type)
           GROUP BY event_type) AS named
     ORDER BY event_type`,
    [topics.map(({ topic }) => topic), topics.map(({ eventType }) => eventType)],
  );
  return rows;
}

export type MissingRecord = { topic: string; partition: number; offset: number; madeOf: 'version' | 'parked' };

/** Versions and parked messages whose record the archive does not hold; at most `limit`. */
export async function recordsMissing(client: pg.ClientBase, limit: number): Promise<MissingRecord[]> {
  const { rows } = await client.query<MissingRecord>(
    `SELECT topic, topic_partition AS partition, topic_offset AS "offset", made_of AS "madeOf" FROM (
       SELECT generation, topic, topic_partition, topic_offset, 'version' AS made_of FROM event_version UNION ALL
       SELECT generation, topic, topic_partition, topic_offset, 'parked' FROM parked_event) AS made
     WHERE NOT EXISTS (SELECT FROM archive a WHERE (a.generation, a.topic, a.topic_partition, a.topic_offset)
       = (made.generation, made.topic, made.topic_partition, made.topic_offset))
     ORDER BY 1, 2, 3 LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Digests of writer schemas whose text is another one now, or that records name and nobody keeps. */
export async function spoiltSchemas(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ digest: string }>(
    `SELECT digest FROM writer_schema WHERE digest <> encode(sha256(convert_to(schema, 'UTF8')), 'hex')
     UNION SELECT writer_schema_digest FROM archive a WHERE writer_schema_digest IS NOT NULL
       AND NOT EXISTS (SELECT FROM writer_schema w WHERE w.digest = a.writer_schema_digest)
     ORDER BY 1`,
  );
  return rows.map(({ digest }) => digest);
}

/** Digests of the values of those of these positions that are parked, by their place in the list. */
export async function parkedDigests(
  client: pg.ClientBase,
  positions: readonly Position[],
): Promise<ReadonlyMap<number, string>> {
  const columns = positionColumns<Position>((position) => position);
  const { names, source, values } = unnestOf(columns, positions);
  const { rows } = await client.query<{ place: number; digest: string }>(
    `SELECT place - 1 AS place, value_digest AS digest
     FROM ROWS FROM (${source}) WITH ORDINALITY AS asked (${names}, place)
       JOIN parked_event USING (generation, topic, topic_partition, topic_offset)`,
    values,
  );
  return new Map(rows.map(({ place, digest }) => [place, digest]));
}
