import type { Row } from '../../integration/intake/sample-files.js';

/** A view as a department may have made it; expressions are those of its database. */
export type View = {
  /** Name of a field and what it shows. */
  fields: ReadonlyMap<string, string>;
  rows: readonly Row[];
  watermark: string;
  key: string;
  /** Whether there is a view at all. */
  exists: boolean;
  /** How many rows can be read; null: none, and it is said why. */
  readable: number | null;
};

/** What a kind of database can say in a view, and how it is told. */
export type ViewDialect = {
  /** As the doors file has it. */
  kind: 'postgres' | 'mariadb';
  /** The cell of a column, out of a row that is stored as JSON. */
  cell: (key: string) => string;
  storable: (text: string) => boolean;
  /**
   * What a field may hold that no cell of a form would. None changes by itself: a row that says something else each time is
   * rightly taken each time.
   */
  nastyFields: readonly string[];
  /** More than a service may hold of a page of them. */
  enormous: string;
  /** The minute of the change, as a watermark that many rows share. */
  minute: string;
  watermarks: { empty: string; withoutEnd: readonly string[]; toCome: string; text: string };
  keys: { same: string; empty: string };
  /** Fields that end the query. */
  failing: string;
  slow: string;
  /** Put the view into this state, one after another. */
  statements: (round: number, view: View) => string[];
};

/** The column by which the view is read, and its key; the others are called as in JSON, and these like none of them. */
export const WATERMARK = 'moved_at';
export const KEY = 'row_id';
export const VIEW = 'export';

/** Rows of a round follow one another: number, how many microseconds later it was changed, cells as JSON. */
export function numbered(round: number, rows: readonly Row[]): { id: number; later: number; cells: string }[] {
  return rows.map((row, at) => ({ id: round * 1000 + at, later: at, cells: JSON.stringify(row) }));
}
