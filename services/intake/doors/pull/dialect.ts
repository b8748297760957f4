import type { Knex } from 'knex';
import type { DatabaseConfig } from '../doors-file.js';
import type { DepartmentField } from './field-kind.js';
import type { WatermarkKind } from './watermark.js';

/** A row as the department's database prints it. */
export type PrintedRow = Record<string, string | null>;

/** What is particular to a database product; everything it prints is text. */
export type Dialect = {
  /** One connection, read-only, with a time limit for statements and the clock of UTC+8. */
  open: (config: DatabaseConfig, password: string, statementSeconds: number) => Knex;
  /** Rows and fields out of the driver's answer. */
  answer: (raw: unknown) => { rows: PrintedRow[]; fields: DepartmentField[] };
  /** A placeholder that the column is compared with as what it is. */
  placeholder: (kind: WatermarkKind) => string;
  /** The first characters of a field as text, under its own name: placeholders for field, number and name. */
  beginning: string;
  /** Milliseconds since 1970 by the database's clock. */
  clock: string;
  /** Rows of (name), one for each right to write that the account has, whether the session may use it or not. */
  writeRights: string;
  /** Rows of (name), one for each index under the view that begins with the column, as far as the account may see. */
  indexes: (column: string, relation: string) => { sql: string; bindings: string[] };
};
