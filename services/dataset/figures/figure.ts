import type pg from 'pg';
import { indicator, type Indicator } from '../../../schemas/indicators/indicator.js';
import {
  sumOf,
  UNSTATED,
  UNSTATED_LABEL,
  type FigureRow,
  type FigureTable,
  type FigureValues,
} from './figure-table.js';
import { populationParameters, type Population, type PopulationList, type PopulationRow } from './population.js';
import { populationOf } from './populations.js';

/** A pool, or a client inside a transaction when several figures must see the same moment. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

type Counted = { key: string } & Record<string, unknown>;

/**
 * One figure of one calendar year by Asia/Shanghai, counted from the current records of the dataset.
 *
 * @throws UnknownIndicator
 */
export async function figure(dataset: Queryable, indicatorId: string, year: number): Promise<FigureTable> {
  const definition = indicator(indicatorId);
  const population = populationOf(indicatorId);
  const counted = population.list
    ? await listed(dataset, definition, population, population.list, year)
    : await counts(dataset, definition, population, year);
  const { id, version, label } = definition;
  return {
    indicator: { id, version, label, definition: definition.definition },
    year,
    columns: definition.measures,
    rows: counted,
    groups: groupsOf(definition, population, counted),
    total: sumOf(definition.measures, counted),
  };
}

async function counts(dataset: Queryable, of: Indicator, population: Population, year: number): Promise<FigureRow[]> {
  const { rows } = await dataset.query<Counted>(
    `SELECT key, ${of.measures.map(({ key }) => `sum(${key})::bigint AS ${key}`).join(', ')}
       FROM (${population.sql}) AS counted
      GROUP BY key`,
    populationParameters(population, of, year),
  );
  const byKey = new Map(rows.map((row) => [row.key, valuesOf(of, row)]));
  return rowsToShow(population, year, byKey).map((row) => ({ ...row, values: byKey.get(row.key) ?? zero(of) }));
}

/** The fixed rows, then whatever else was counted: no record vanishes because its row was not foreseen. */
function rowsToShow(
  population: Population,
  year: number,
  counted: ReadonlyMap<string, unknown>,
): readonly PopulationRow[] {
  const fixed = population.rows(year);
  const shown = new Set(fixed.map(({ key }) => key));
  const labels = new Map(population.rowsWhenCounted?.().map((row) => [row.key, row.label]));
  const others = [...counted.keys()].filter((key) => !shown.has(key) && key !== UNSTATED).sort();
  return [
    ...fixed,
    ...others.map((key) => ({ key, label: labels.get(key) ?? key })),
    ...(counted.has(UNSTATED) ? [{ key: UNSTATED, label: UNSTATED_LABEL }] : []),
  ];
}

async function listed(
  dataset: Queryable,
  of: Indicator,
  population: Population,
  list: PopulationList,
  year: number,
): Promise<FigureRow[]> {
  const measures = of.measures.map(({ key }) => key);
  const { rows } = await dataset.query<Counted>(
    `SELECT ${['key', ...measures, ...list.columns].join(', ')}
       FROM (${population.sql}) AS listed
      ORDER BY ${list.orderBy.join(', ')}`,
    populationParameters(population, of, year),
  );
  return rows.map((row) => ({
    key: row.key,
    label: list.label(row),
    values: valuesOf(of, row),
    texts: list.texts(row),
  }));
}

function groupsOf(of: Indicator, population: Population, rows: readonly FigureRow[]): FigureTable['groups'] {
  return (population.groups?.() ?? []).map(({ key, label }) => ({
    key,
    label,
    values: sumOf(
      of.measures,
      rows.filter(({ group }) => group === key),
    ),
  }));
}

const zero = (of: Indicator): FigureValues => Object.fromEntries(of.measures.map(({ key }) => [key, 0]));

const valuesOf = (of: Indicator, row: Counted): FigureValues =>
  Object.fromEntries(of.measures.map(({ key }) => [key, Number(row[key])]));
