import type pg from 'pg';
import type { Migration } from '../postgres/migrate.js';

/** Where a consumer stands in one partition. `epoch` is raised by every claim and fences whoever claimed before. */
export type Position = { epoch: number; nextOffset: number };

export type PartitionKey = { consumer: string; generation: string; topic: string; partition: number };

/** Positions live beside the data they belong to and change in the same transaction: that is what "applied once" means. */
export const positionMigration: Migration = {
  name: 'kafka_position_1',
  up: async (knex) => {
    await knex.raw(`
      CREATE TABLE kafka_position (
        consumer        text   NOT NULL,
        generation      text   NOT NULL,
        topic           text   NOT NULL,
        topic_partition int    NOT NULL,
        next_offset     bigint NOT NULL CHECK (next_offset >= 0),
        epoch           bigint NOT NULL,
        PRIMARY KEY (consumer, generation, topic, topic_partition)
      )`);
  },
};

const keyValues = ({ consumer, generation, topic, partition }: PartitionKey) => [
  consumer,
  generation,
  topic,
  partition,
];

type PositionRow = { epoch: number; next_offset: number };

const toPosition = (row: PositionRow): Position => ({ epoch: Number(row.epoch), nextOffset: Number(row.next_offset) });

/** Takes the partition over from whoever had it. */
export async function claimPosition(pool: pg.Pool, key: PartitionKey): Promise<Position> {
  const { rows } = await pool.query<PositionRow>(
    `INSERT INTO kafka_position AS p (consumer, generation, topic, topic_partition, next_offset, epoch)
     VALUES ($1, $2, $3, $4, 0, 1)
     ON CONFLICT (consumer, generation, topic, topic_partition) DO UPDATE SET epoch = p.epoch + 1
     RETURNING epoch, next_offset`,
    keyValues(key),
  );
  const [row] = rows;
  if (!row) throw new Error('INSERT … RETURNING gave no row');
  return toPosition(row);
}

/** Reads and locks the position until the transaction ends; null when somebody deleted it. */
export async function lockPosition(client: pg.PoolClient, key: PartitionKey): Promise<Position | null> {
  const { rows } = await client.query<PositionRow>(
    `SELECT epoch, next_offset FROM kafka_position
     WHERE consumer = $1 AND generation = $2 AND topic = $3 AND topic_partition = $4
     FOR UPDATE`,
    keyValues(key),
  );
  return rows[0] ? toPosition(rows[0]) : null;
}

export async function advancePosition(client: pg.PoolClient, key: PartitionKey, nextOffset: number): Promise<void> {
  await client.query(
    `UPDATE kafka_position SET next_offset = $5
     WHERE consumer = $1 AND generation = $2 AND topic = $3 AND topic_partition = $4`,
    [...keyValues(key), nextOffset],
  );
}

export type StoredPosition = { topic: string; partition: number; nextOffset: number };

/** All positions of a consumer within one generation. */
export async function readPositions(pool: pg.Pool, consumer: string, generation: string): Promise<StoredPosition[]> {
  const { rows } = await pool.query<{ topic: string; topic_partition: number; next_offset: number }>(
    `SELECT topic, topic_partition, next_offset FROM kafka_position
     WHERE consumer = $1 AND generation = $2 ORDER BY topic, topic_partition`,
    [consumer, generation],
  );
  return rows.map((row) => ({ topic: row.topic, partition: row.topic_partition, nextOffset: Number(row.next_offset) }));
}
