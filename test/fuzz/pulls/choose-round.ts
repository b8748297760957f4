import type { SourceColumn } from '../../../connectors/connector.js';
import { createRandom, type Random } from '../../../services/demo-province/random.js';
import type { Row } from '../../integration/intake/sample-files.js';
import { freshRows, personalValues, sampleOf } from '../feed-rows.js';
import type { Target } from '../fuzz-case.js';
import { NASTY_TEXTS } from '../mutations/row-mutation.js';
import { KEY, WATERMARK } from './department-view.js';

/** One state of a department's view, and what has to come of it. */
export type PullRound = {
  number: number;
  title: string;
  statements: string[];
  personal: readonly string[];
  /** Rows that must be in the ledger then, taken or rejected, each once; null: the view cannot be read, and it is said so. */
  rows: number | null;
  /** Rows that the view shows: what was read before it stopped may be in the ledger. */
  shown: number;
};

/**
 * What a field of a view may hold that no cell of a form would: expressions of PostgreSQL. None changes by itself: a row that
 * says something else each time is rightly taken each time.
 */
const NASTY_FIELDS: readonly string[] = [
  ...[`'NaN'::float8`, `'Infinity'::float8`, `'-Infinity'::real`, `'NaN'::numeric`, `'-Infinity'::numeric`],
  ...[
    `10::numeric ^ 4000`,
    `9223372036854775807::bigint`,
    `-0.0::float8`,
    `1e-300::float8`,
    `12345.67::numeric::money`,
  ],
  ...[`'infinity'::date`, `'-infinity'::timestamptz`, `'0044-03-15 BC'::date`, `'1899-12-31'::date`],
  ...[
    `'294276-12-31 23:59:59'::timestamp`,
    `'24:00:00'::time`,
    `'1 year 2 mons'::interval`,
    `'0001-01-01'::timestamptz`,
  ],
  ...[`ARRAY['a', NULL, '"']`, `ARRAY[[1, 2], [3, 4]]`, `'{}'::int[]`, `ROW(1, 'x', NULL)::text`, `int4range(1, 5)`],
  ...[`'{"a": "\\u0000"}'::json`, `'[1, {"b": null}]'::jsonb`, `repeat('[', 5000)`, `'null'::jsonb`],
  ...[
    `'\\x00ff'::bytea`,
    `decode(repeat('00', 100000), 'hex')`,
    `B'101'::bit(3)`,
    `'9f0c3b52-3c4b-4b0e-9d55-0a2b1c3d4e5f'::uuid`,
  ],
  ...[
    `'10.0.0.1'::inet`,
    `point(1, 2)`,
    `to_tsvector('simple', 'a b')`,
    `true`,
    `NULL::text`,
    `''`,
    `' '`,
    `'x'::"char"`,
  ],
  ...[
    `repeat('长', 300000)`,
    `repeat('x', 5000000)`,
    `chr(1) || chr(27) || chr(127)`,
    `chr(65534)`,
    `chr(8238) || 'x'`,
  ],
  ...[`'__proto__'`, `'constructor'`, `repeat(chr(10), 1000)`, `'2024-03-05 14:20:00+08'::timestamptz`],
];

type Spoil = {
  title: string;
  share: number;
  /** Spoils the view; `rows` of it can be read then, or none at all. */
  spoil: (view: View, random: Random) => View;
};

type View = {
  fields: ReadonlyMap<string, string>;
  rows: readonly Row[];
  watermark: string;
  key: string;
  from: string;
  /** How many can be read; null: none, and it is said why. */
  readable: number | null;
};

const MINUTE = `date_trunc('minute', now())`;
/** More than a service may hold of a page of them. */
const ENORMOUS = `repeat('x', 60000000)`;

const asIs: Spoil['spoil'] = (view) => view;
const unreadable = (view: View, change: Partial<View>): View => ({ ...view, ...change, readable: null });

const withField = (view: View, key: string, expression: string): View => ({
  ...view,
  fields: new Map(view.fields).set(key, expression),
});

const RIGHT: Spoil = { title: 'right rows', share: 10, spoil: asIs };

const SPOILS: readonly Spoil[] = [
  RIGHT,
  {
    title: 'fields of strange types',
    share: 45,
    spoil: (view, random) => {
      const keys = Array.from({ length: random.int(1, 4) }, () => random.pick([...view.fields.keys()]));
      return keys.reduce((spoilt, key) => withField(spoilt, key, random.pick(NASTY_FIELDS)), view);
    },
  },
  {
    title: 'nasty texts',
    share: 20,
    spoil: (view, random) => ({ ...view, rows: view.rows.map((row) => nastyRow(row, random)) }),
  },
  {
    title: 'many rows of one moment',
    share: 6,
    spoil: (view) => ({ ...view, watermark: MINUTE }),
  },
  {
    title: 'texts of 60 MB',
    share: 3,
    spoil: (view, random) => withField(view, random.pick([...view.fields.keys()]), ENORMOUS),
  },
  { title: 'a field that is gone', share: 3, spoil: (view, random) => without(view, random) },
  {
    title: 'a watermark that is empty',
    share: 2,
    spoil: (view) => ({ ...view, watermark: 'NULL::timestamptz', readable: 0 }),
  },
  {
    title: 'a watermark without end',
    share: 2,
    spoil: (view, random) => ({
      ...view,
      watermark: random.pick([`'infinity'::timestamptz`, `'-infinity'::timestamptz`, `'0044-03-15 BC'::timestamptz`]),
      readable: 0,
    }),
  },
  { title: 'a watermark to come', share: 2, spoil: (view) => ({ ...view, watermark: `'2999-01-01'::timestamptz` }) },
  { title: 'a watermark of text', share: 2, spoil: (view) => unreadable(view, { watermark: `'soon'::text` }) },
  { title: 'a key that is always the same', share: 2, spoil: (view) => sameKey(view, '1::bigint') },
  { title: 'a key that is empty', share: 2, spoil: (view) => sameKey(view, 'NULL::bigint') },
  {
    title: 'a view that divides by nothing',
    share: 2,
    spoil: (view) => unreadable(failing(view, '(1 / (id - id))::text'), {}),
  },
  {
    title: 'a view that takes its time',
    share: 2,
    spoil: (view) => unreadable(failing(view, `(SELECT 'x' FROM pg_sleep(9))`), {}),
  },
  { title: 'no view', share: 2, spoil: (view) => unreadable(view, { from: '' }) },
];

const failing = (view: View, expression: string): View =>
  withField(view, [...view.fields.keys()].at(-1) ?? '', expression);

/** Columns that had been read and are gone stop the pull, so that records do not lose them. */
function without(view: View, random: Random): View {
  const key = random.pick([...view.fields.keys()]);
  return unreadable(view, { fields: new Map([...view.fields].filter(([name]) => name !== key)) });
}

/** More rows than a page has, or the key would not be asked for. */
function sameKey(view: View, key: string): View {
  const [row = {}] = view.rows;
  return unreadable(view, { key, watermark: MINUTE, rows: Array.from({ length: 8 }, () => row) });
}

/** PostgreSQL holds neither U+0000 nor half a character. */
const STORABLE_TEXTS = NASTY_TEXTS.filter((text) => !text.includes('\0') && !/\p{Cs}/u.test(text));

function nastyRow(row: Row, random: Random): Row {
  const text = random.pick(STORABLE_TEXTS);
  return { ...row, [random.pick(Object.keys(row))]: text };
}

/** Round `number` of a seed. The watermark is the moment, so that each round is read from its beginning. */
export async function chooseRound(seed: string, number: number, target: Target): Promise<PullRound> {
  const random = createRandom(`${seed}/pull/${target.department}/${number}`);
  const rows = freshRows(target.feed, await sampleOf(target), random, `P${number}`, random.int(1, 8));
  // What a view is to have is known once it has been read.
  const spoil = number === 0 ? RIGHT : random.weighted(SPOILS, ({ share }) => share);
  return roundOf(number, spoil, viewOf(target.feed.columns, rows), random);
}

/** With it the view can be read again, whatever it was before. */
export async function lastRound(number: number, target: Target): Promise<PullRound> {
  const random = createRandom(`last/${number}`);
  const rows = freshRows(target.feed, await sampleOf(target), random, `Z${number}`, 7);
  return roundOf(number, RIGHT, viewOf(target.feed.columns, rows), random);
}

function viewOf(columns: readonly SourceColumn[], rows: readonly Row[]): View {
  const fields = new Map(columns.map(({ key }) => [key, `cells->>'${key}'`]));
  return { fields, rows, watermark: 'changed', key: 'id', from: 'FROM rows', readable: rows.length };
}

function roundOf(number: number, { title, spoil }: Spoil, right: View, random: Random): PullRound {
  const view = spoil(right, random);
  return {
    ...{ number, title, personal: personalValues(right.rows), shown: view.rows.length },
    statements: statementsOf(number, view),
    rows: view.readable === null ? null : view.readable === right.rows.length ? view.rows.length : view.readable,
  };
}

function statementsOf(number: number, { fields, rows, watermark, key, from }: View): string[] {
  const values = rows.map(
    (row, at) => `(${number * 1000 + at}, now() + ${at} * interval '1 microsecond', ${literal(row)})`,
  );
  const columns = [...fields].map(([name, expression]) => `${expression} AS "${name}"`);
  return [
    'DROP VIEW IF EXISTS export',
    'CREATE TABLE IF NOT EXISTS rows (id bigint, changed timestamptz, cells json)',
    'TRUNCATE rows',
    `INSERT INTO rows VALUES ${values.join(', ')}`,
    ...(from === ''
      ? []
      : [`CREATE VIEW export AS SELECT ${key} AS ${KEY}, ${watermark} AS ${WATERMARK}, ${columns.join(', ')} ${from}`]),
  ];
}

/** A text of PostgreSQL between quotes that no row can hold. */
const literal = (row: Row): string => `$cells$${JSON.stringify(row)}$cells$`;
