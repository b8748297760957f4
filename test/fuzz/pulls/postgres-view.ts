import { KEY, numbered, VIEW, WATERMARK, type ViewDialect } from './view-dialect.js';

const NASTY_FIELDS: readonly string[] = [
  ...[`'NaN'::float8`, `'Infinity'::float8`, `'-Infinity'::real`, `'NaN'::numeric`, `'-Infinity'::numeric`],
  ...[`10::numeric ^ 4000`, `9223372036854775807::bigint`, `-0.0::float8`, `1e-300::float8`],
  ...[`12345.67::numeric::money`, `'infinity'::date`, `'-infinity'::timestamptz`, `'0044-03-15 BC'::date`],
  ...[`'1899-12-31'::date`, `'294276-12-31 23:59:59'::timestamp`, `'24:00:00'::time`, `'1 year 2 mons'::interval`],
  ...[`'0001-01-01'::timestamptz`, `ARRAY['a', NULL, '"']`, `ARRAY[[1, 2], [3, 4]]`, `'{}'::int[]`],
  ...[`ROW(1, 'x', NULL)::text`, `int4range(1, 5)`, `'{"a": "\\u0000"}'::json`, `'[1, {"b": null}]'::jsonb`],
  ...[`repeat('[', 5000)`, `'null'::jsonb`, `'\\x00ff'::bytea`, `decode(repeat('00', 100000), 'hex')`],
  ...[`B'101'::bit(3)`, `'9f0c3b52-3c4b-4b0e-9d55-0a2b1c3d4e5f'::uuid`, `'10.0.0.1'::inet`, `point(1, 2)`],
  ...[`to_tsvector('simple', 'a b')`, `true`, `NULL::text`, `''`, `' '`, `'x'::"char"`, `repeat('长', 300000)`],
  ...[`repeat('x', 5000000)`, `chr(1) || chr(27) || chr(127)`, `chr(65534)`, `chr(8238) || 'x'`, `'__proto__'`],
  ...[`'constructor'`, `repeat(chr(10), 1000)`, `'2024-03-05 14:20:00+08'::timestamptz`],
];

export const postgresView: ViewDialect = {
  kind: 'postgres',
  cell: (key) => `cells->>'${key}'`,
  // Neither U+0000 nor half a character.
  storable: (text) => !text.includes('\0') && !/\p{Cs}/u.test(text),
  nastyFields: NASTY_FIELDS,
  enormous: `repeat('x', 60000000)`,
  minute: `date_trunc('minute', changed)`,
  watermarks: {
    empty: 'NULL::timestamptz',
    withoutEnd: [`'infinity'::timestamptz`, `'-infinity'::timestamptz`, `'0044-03-15 BC'::timestamptz`],
    toCome: `'2999-01-01'::timestamptz`,
    text: `'soon'::text`,
  },
  keys: { same: '1::bigint', empty: 'NULL::bigint' },
  failing: '(1 / (id - id))::text',
  slow: `(SELECT 'x' FROM pg_sleep(9))`,
  statements: (round, { fields, rows, watermark, key, exists }) => {
    const values = numbered(round, rows).map(
      ({ id, later, cells }) => `(${id}, now() + ${later} * interval '1 microsecond', $cells$${cells}$cells$)`,
    );
    const columns = [...fields].map(([name, expression]) => `${expression} AS "${name}"`);
    const shown = [`${key} AS ${KEY}`, `${watermark} AS ${WATERMARK}`, ...columns];
    return [
      `DROP VIEW IF EXISTS ${VIEW}`,
      'DROP TABLE IF EXISTS rows',
      'CREATE TABLE rows (id bigint, changed timestamptz, cells json)',
      `INSERT INTO rows VALUES ${values.join(', ')}`,
      ...(exists ? [`CREATE VIEW ${VIEW} AS SELECT ${shown.join(', ')} FROM rows`] : []),
    ];
  },
};
