import type { Knex } from 'knex';
import type { DatabaseConfig, PullConfig } from '../doors-file.js';
import type { Dialect, PrintedRow } from './dialect.js';
import { mysqlDialect } from './mysql-dialect.js';
import { postgresDialect } from './postgres-dialect.js';
import type { DepartmentField } from './field-kind.js';
import { faultOf } from './pull-fault.js';
import type { SelectedField } from './pull-plan.js';
import { FIRST_TIME, isTime, LAST_TIME, type WatermarkKind } from './watermark.js';

export const dialectOf = ({ kind }: DatabaseConfig): Dialect => (kind === 'postgres' ? postgresDialect : mysqlDialect);

/** Where a page begins: at a watermark, or at a row that was read already and comes again. */
export type PageStart = { watermark: string; keys: readonly string[] | null };

export type PageRequest = {
  fields: readonly SelectedField[];
  watermark: { field: string; kind: WatermarkKind };
  keys: readonly { field: string; integer: boolean }[];
  /** Null: from the beginning. */
  from: PageStart | null;
  limit: number;
  /** The newest first, for a look at what comes at present. */
  newestFirst?: boolean;
};

/** A department's view, read page by page. Every method throws a {@link faultOf fault}. */
export type DepartmentDatabase = {
  fields: () => Promise<DepartmentField[]>;
  /** Epoch milliseconds by the database's clock. */
  clock: () => Promise<number>;
  /** Rows in order of watermark and key, those at the start included. */
  page: (request: PageRequest) => Promise<PrintedRow[]>;
  /** For questions of the check. */
  ask: (sql: string, bindings?: readonly string[]) => Promise<PrintedRow[]>;
  /** The view as SQL, for `ask`. */
  relation: string;
  close: () => Promise<void>;
};

type Reading = Pick<PullConfig, 'database' | 'view' | 'query' | 'statementSeconds'>;

export function openDepartmentDatabase(reading: Reading, password: string): DepartmentDatabase {
  const { database, view, query, statementSeconds } = reading;
  const dialect = dialectOf(database);
  const knex = dialect.open(database, password, statementSeconds);
  // knex takes every ? of a raw text for a placeholder.
  const from =
    query === undefined ? knex.raw('??', [view ?? '']) : knex.raw(`(${query.replaceAll('?', '\\?')}) AS pulled`);
  const answer = async (asked: Knex.Raw) => {
    try {
      return dialect.answer(await asked);
    } catch (error) {
      throw faultOf(error, reading);
    }
  };
  const ask = async (sql: string, bindings: readonly string[] = []) =>
    (await answer(knex.raw(sql, [...bindings]))).rows;
  return {
    fields: async () => (await answer(knex.raw('SELECT * FROM ? LIMIT 0', [from]))).fields,
    clock: async () => Number((await ask(dialect.clock))[0]?.['clock']),
    page: async (request) => (await answer(pageQuery(knex, dialect, from, request))).rows,
    ask,
    relation: from.toQuery().replaceAll('?', '\\?'),
    close: () => knex.destroy(),
  };
}

function pageQuery(knex: Knex, dialect: Dialect, from: Knex.Raw, request: PageRequest): Knex.Raw {
  const { fields, watermark, keys, limit } = request;
  const mark = dialect.placeholder(watermark.kind);
  const order = [watermark.field, ...keys.map(({ field }) => field)];
  const query = knex
    .select(
      fields.map(({ name, longest }) => (longest === null ? name : knex.raw(dialect.beginning, [name, longest, name]))),
    )
    .from(from)
    .orderBy(order.map((column) => ({ column, order: request.newestFirst ? 'desc' : 'asc' })))
    .limit(limit);
  if (request.from !== null) query.whereRaw(`?? >= ${mark}`, [watermark.field, request.from.watermark]);
  if (isTime(watermark.kind)) {
    query.whereRaw(`?? BETWEEN ${mark} AND ${mark}`, [watermark.field, FIRST_TIME, LAST_TIME]);
  } else query.whereNotNull(watermark.field);
  if (request.from?.keys) query.where(notBefore(knex, mark, request, request.from.watermark, request.from.keys));
  const { sql, bindings } = query.toSQL();
  return knex.raw(sql, bindings as string[]);
}

/** (watermark, key …) ≥ the start's, spelled out: not every planner sees through a comparison of rows. */
function notBefore(
  knex: Knex,
  mark: string,
  { watermark, keys }: PageRequest,
  at: string,
  values: readonly string[],
): Knex.Raw {
  const terms = [
    { field: watermark.field, placeholder: mark, value: at },
    // A whole number stands as it is: MySQL would compare it with a text as a binary fraction.
    ...keys.map(({ field, integer }, i) => ({ field, ...literal(values[i] ?? '', integer) })),
  ];
  const sql = terms.map((_, depth) => {
    const equal = terms.slice(0, depth).map(({ placeholder }) => `?? = ${placeholder}`);
    const last = depth === terms.length - 1 ? '>=' : '>';
    return `(${[...equal, `?? ${last} ${terms[depth]?.placeholder ?? '?'}`].join(' AND ')})`;
  });
  const bindings = terms.flatMap((_, depth) =>
    terms.slice(0, depth + 1).flatMap(({ field, value }) => (value === null ? [field] : [field, value])),
  );
  return knex.raw(`(${sql.join(' OR ')})`, bindings);
}

function literal(value: string, integer: boolean): { placeholder: string; value: string | null } {
  return integer && /^-?\d+$/.test(value) ? { placeholder: value, value: null } : { placeholder: '?', value };
}
