import { createRandom, type Random } from '../../../services/demo-province/random.js';
import type { Row } from '../../integration/intake/sample-files.js';
import { freshRows, personalValues, sampleOf } from '../feed-rows.js';
import type { Target } from '../fuzz-case.js';
import { NASTY_TEXTS } from '../mutations/row-mutation.js';
import type { View, ViewDialect } from './view-dialect.js';

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

type Spoil = {
  title: string;
  share: number;
  /** Spoils the view; `rows` of it can be read then, or none at all. */
  spoil: (view: View, dialect: ViewDialect, random: Random) => View;
};

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
    spoil: (view, { nastyFields }, random) => {
      const keys = Array.from({ length: random.int(1, 4) }, () => random.pick([...view.fields.keys()]));
      return keys.reduce((spoilt, key) => withField(spoilt, key, random.pick(nastyFields)), view);
    },
  },
  {
    title: 'nasty texts',
    share: 20,
    spoil: (view, { storable }, random) => {
      const texts = NASTY_TEXTS.filter(storable);
      return { ...view, rows: view.rows.map((row) => nastyRow(row, random, texts)) };
    },
  },
  {
    title: 'many rows of one moment',
    share: 6,
    spoil: (view, { minute }) => ({ ...view, watermark: minute }),
  },
  {
    title: 'texts of 60 MB',
    share: 3,
    spoil: (view, { enormous }, random) => withField(view, random.pick([...view.fields.keys()]), enormous),
  },
  { title: 'a field that is gone', share: 3, spoil: (view, _, random) => without(view, random) },
  {
    title: 'a watermark that is empty',
    share: 2,
    spoil: (view, { watermarks }) => ({ ...view, watermark: watermarks.empty, readable: 0 }),
  },
  {
    title: 'a watermark without end',
    share: 2,
    spoil: (view, { watermarks }, random) => ({
      ...view,
      watermark: random.pick(watermarks.withoutEnd),
      readable: 0,
    }),
  },
  {
    title: 'a watermark to come',
    share: 2,
    spoil: (view, { watermarks }) => ({ ...view, watermark: watermarks.toCome }),
  },
  {
    title: 'a watermark of text',
    share: 2,
    spoil: (view, { watermarks }) => unreadable(view, { watermark: watermarks.text }),
  },
  {
    title: 'a key that is always the same',
    share: 2,
    spoil: (view, { keys, minute }) => sharedKey(view, keys.same, minute),
  },
  {
    title: 'a key that is empty',
    share: 2,
    spoil: (view, { keys, minute }) => sharedKey(view, keys.empty, minute),
  },
  {
    title: 'a view that ends in an error',
    share: 2,
    spoil: (view, { failing }) => unreadable(withLast(view, failing), {}),
  },
  {
    title: 'a view that takes its time',
    share: 2,
    spoil: (view, { slow }) => unreadable(withLast(view, slow), {}),
  },
  { title: 'no view', share: 2, spoil: (view) => unreadable(view, { exists: false }) },
];

const withLast = (view: View, expression: string): View =>
  withField(view, [...view.fields.keys()].at(-1) ?? '', expression);

/** Columns that had been read and are gone stop the pull, so that records do not lose them. */
function without(view: View, random: Random): View {
  const key = random.pick([...view.fields.keys()]);
  return unreadable(view, { fields: new Map([...view.fields].filter(([name]) => name !== key)) });
}

/** More rows than a page has, or the key would not be asked for. */
function sharedKey(view: View, key: string, watermark: string): View {
  const [row = {}] = view.rows;
  return unreadable(view, { key, watermark, rows: Array.from({ length: 8 }, () => row) });
}

function nastyRow(row: Row, random: Random, texts: readonly string[]): Row {
  const text = random.pick(texts);
  return { ...row, [random.pick(Object.keys(row))]: text };
}

/** Whose view it is, and in which words it is told. */
export type ViewOf = { target: Target; dialect: ViewDialect };

/** Round `number` of a seed. The watermark is the moment, so that each round is read from its beginning. */
export async function chooseRound(seed: string, number: number, { target, dialect }: ViewOf): Promise<PullRound> {
  const random = createRandom(`${seed}/pull/${dialect.kind}/${target.department}/${number}`);
  const rows = freshRows(target.feed, await sampleOf(target), random, `P${number}`, random.int(1, 8));
  // What a view is to have is known once it has been read.
  const spoil = number === 0 ? RIGHT : random.weighted(SPOILS, ({ share }) => share);
  return roundOf(number, spoil, viewOf(dialect, target, rows), dialect, random);
}

/** With it the view can be read again, whatever it was before. */
export async function lastRound(number: number, { target, dialect }: ViewOf): Promise<PullRound> {
  const random = createRandom(`last/${number}`);
  const rows = freshRows(target.feed, await sampleOf(target), random, `Z${number}`, 7);
  return roundOf(number, RIGHT, viewOf(dialect, target, rows), dialect, random);
}

function viewOf({ cell }: ViewDialect, { feed }: Target, rows: readonly Row[]): View {
  const fields = new Map(feed.columns.map(({ key }) => [key, cell(key)]));
  return { fields, rows, watermark: 'changed', key: 'id', exists: true, readable: rows.length };
}

function roundOf(
  number: number,
  { title, spoil }: Spoil,
  right: View,
  dialect: ViewDialect,
  random: Random,
): PullRound {
  const view = spoil(right, dialect, random);
  return {
    ...{ number, title, personal: personalValues(right.rows), shown: view.rows.length },
    statements: dialect.statements(number, view),
    rows: view.readable === null ? null : view.readable === right.rows.length ? view.rows.length : view.readable,
  };
}
