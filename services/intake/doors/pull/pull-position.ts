import type pg from 'pg';
import type { Migration } from '../../../../infra/postgres/migrate.js';
import { ServiceFailure } from '../../../../infra/process/service-failure.js';

/** How far the views of a department have been read. Committed with the records that were read (decision 8). */
export const pullMigration: Migration = {
  name: '0110_pull',
  up: async (knex) => {
    await knex.raw(`
      CREATE TABLE pull_position (
        source_id  text NOT NULL,
        feed       text NOT NULL,
        -- What is read and how; when it changes, everything is read again.
        reading    jsonb NOT NULL,
        -- Microseconds since 1970, or the number; null before the first row.
        watermark  numeric,
        -- Raised by each round: a round that was overtaken can no longer commit.
        round      bigint NOT NULL DEFAULT 0,
        -- When the view was last read to its end.
        at_end_at  timestamptz,
        PRIMARY KEY (source_id, feed)
      );
      -- Rows of the overlap that have been read already, known by a keyed digest of their content.
      CREATE TABLE pull_mark (
        source_id text NOT NULL,
        feed      text NOT NULL,
        mark      bytea NOT NULL,
        watermark numeric NOT NULL,
        PRIMARY KEY (source_id, feed, mark)
      );
      CREATE INDEX pull_mark_watermark ON pull_mark (source_id, feed, watermark)`);
  },
};

export type PullPlace = { sourceId: string; feed: string };

/** What is read and how, as it is remembered: column key → field, and what the position counts. */
export type RememberedReading = { columns: Record<string, string>; counts: Record<string, unknown> };

export type RoundStart = { round: number; watermark: bigint | null; atEndAt: number | null };

/** What an earlier round read; null before the first. */
export async function rememberedReading(
  pool: pg.Pool,
  { sourceId, feed }: PullPlace,
): Promise<RememberedReading | null> {
  const { rows } = await pool.query<{ reading: RememberedReading }>(
    'SELECT reading FROM pull_position WHERE source_id = $1 AND feed = $2',
    [sourceId, feed],
  );
  return rows[0]?.reading ?? null;
}

/** Begins a round; the position is that of the last commit, or none when what is read has changed. */
export async function beginRound(
  client: pg.PoolClient,
  { sourceId, feed }: PullPlace,
  reading: RememberedReading,
): Promise<RoundStart> {
  // Not every round without a position is a first one: rows whose times are all ahead of the clock move none.
  await client.query(
    `DELETE FROM pull_mark USING pull_position AS p WHERE pull_mark.source_id = $1 AND pull_mark.feed = $2
       AND p.source_id = $1 AND p.feed = $2 AND p.reading <> $3::jsonb`,
    [sourceId, feed, JSON.stringify(reading)],
  );
  const { rows } = await client.query<{ round: number; watermark: string | null; at_end_at: number | null }>(
    `INSERT INTO pull_position AS p (source_id, feed, reading, round) VALUES ($1, $2, $3, 1)
     ON CONFLICT (source_id, feed) DO UPDATE SET round = p.round + 1, reading = excluded.reading,
       watermark = CASE WHEN p.reading = excluded.reading THEN p.watermark END
     RETURNING round, watermark::text, at_end_at`,
    [sourceId, feed, JSON.stringify(reading)],
  );
  const [row] = rows;
  const watermark = row?.watermark ?? null;
  return {
    round: row?.round ?? 0,
    watermark: watermark === null ? null : BigInt(watermark),
    atEndAt: row?.at_end_at ?? null,
  };
}

/** Those of the marks that are not known yet. */
export async function unknownMarks(pool: pg.Pool, place: PullPlace, marks: readonly Buffer[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ mark: Buffer }>(
    'SELECT mark FROM pull_mark WHERE source_id = $1 AND feed = $2 AND mark = ANY ($3)',
    [place.sourceId, place.feed, marks],
  );
  const known = new Set(rows.map(({ mark }) => mark.toString('hex')));
  return new Set(marks.map((mark) => mark.toString('hex')).filter((mark) => !known.has(mark)));
}

export type ReadMark = { mark: Buffer; watermark: bigint };

export type PageEnd = {
  round: number;
  position: bigint | null;
  /** Marks below it are of no use any more. */
  windowFrom: bigint | null;
  marks: readonly ReadMark[];
  /** Epoch milliseconds when the view was read to its end by this page; null when more is to come. */
  atEndAt: number | null;
};

/**
 * Moves the position, in the transaction that keeps the rows read.
 *
 * @throws ServiceFailure PULL_TAKEN_OVER when another process has begun a round since: nothing of this page is kept
 */
export async function savePageEnd(client: pg.PoolClient, { sourceId, feed }: PullPlace, end: PageEnd): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE pull_position SET watermark = greatest(watermark, $4::numeric),
       at_end_at = coalesce(to_timestamp($5 / 1000.0), at_end_at)
     WHERE source_id = $1 AND feed = $2 AND round = $3`,
    [sourceId, feed, end.round, end.position?.toString() ?? null, end.atEndAt],
  );
  if (rowCount === 0) throw takenOver(sourceId, feed);
  await client.query(
    `INSERT INTO pull_mark (source_id, feed, mark, watermark)
     SELECT $1, $2, * FROM unnest($3::bytea[], $4::numeric[]) ON CONFLICT DO NOTHING`,
    [sourceId, feed, end.marks.map(({ mark }) => mark), end.marks.map(({ watermark }) => watermark.toString())],
  );
  if (end.windowFrom === null) return;
  await client.query('DELETE FROM pull_mark WHERE source_id = $1 AND feed = $2 AND watermark < $3::numeric', [
    sourceId,
    feed,
    end.windowFrom.toString(),
  ]);
}

function takenOver(sourceId: string, feed: string): ServiceFailure {
  return new ServiceFailure('另一个接收进程已接手本视图的拉取，本次读到的一页没有保存。', {
    code: 'PULL_TAKEN_OVER',
    retriable: true,
    context: { sourceId, feed },
  });
}
