import { indicator } from '../../../schemas/indicators/indicator.js';
import type { Queryable } from './figure.js';
import { TOTAL, type DrillDownRow } from './figure-table.js';
import { populationParameters, type Population } from './population.js';
import { populationOf } from './populations.js';

type CountedRecord = {
  source_id: string;
  record_id: string;
  event_id: string;
  batch_id: string | null;
  topic: string;
  topic_partition: number;
  topic_offset: number;
  key: string;
} & Record<string, unknown>;

/**
 * The records behind one number: for each measure the sum of their values is the figure's.
 *
 * @param key key of a row or of a group of the figure, or {@link TOTAL}
 * @throws UnknownIndicator
 */
export async function drillDown(
  dataset: Queryable,
  indicatorId: string,
  year: number,
  key: string,
): Promise<DrillDownRow[]> {
  const definition = indicator(indicatorId);
  const population = populationOf(indicatorId);
  const { rows } = await dataset.query<CountedRecord>(
    `SELECT counted.*, v.batch_id FROM (${population.sql}) AS counted
       LEFT JOIN event_version v ON v.event_id = counted.event_id
      WHERE $8::text[] IS NULL OR key = ANY ($8::text[])
      ORDER BY counted.source_id, counted.record_id`,
    [...populationParameters(population, definition, year), rowKeys(population, year, key)],
  );
  return rows.map((row) => ({
    sourceId: row.source_id,
    recordId: row.record_id,
    eventId: row.event_id,
    batch: row.batch_id,
    topic: row.topic,
    partition: row.topic_partition,
    offset: Number(row.topic_offset),
    key: row.key,
    values: Object.fromEntries(definition.measures.map((measure) => [measure.key, Number(row[measure.key])])),
  }));
}

/** Null means every row. A key that no record has gives no records, as the figure gives 0. */
function rowKeys(population: Population, year: number, key: string): string[] | null {
  if (key === TOTAL) return null;
  const ofGroup = population.rows(year).filter(({ group }) => group === key);
  return ofGroup.length > 0 ? ofGroup.map((row) => row.key) : [key];
}
