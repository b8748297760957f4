/** Where a record was read: unique for ever, since a broker that comes back empty starts a new generation. */
export type Position = { generation: string; topic: string; partition: number; offset: number };

/** Columns of a position, in every table that keeps one. */
export type PositionColumns = { generation: string; topic: string; topic_partition: number; topic_offset: number };

export function positionOf(row: PositionColumns): Position {
  return { generation: row.generation, topic: row.topic, partition: row.topic_partition, offset: row.topic_offset };
}
