import { tableBehind } from '../contract-tables.js';

/** A kind of link between records of two event types, or of one, as SQL over current records and person references. */
export type LinkDefinition = {
  /** Stable and searchable: `DIAGNOSIS_DETERMINATION`. */
  kind: string;
  /** Chinese. */
  label: string;
  /** Chinese, of each rule by which the SQL may link. */
  rules: Readonly<Record<string, string>>;
  /** Event types of the two sides. */
  left: string;
  right: string;
  /** What the joins look up, each way; statements that change nothing when they run again. */
  indexes: readonly string[];
  /**
   * One line a link: rule, left_source_id, left_record_id, left_department, right_source_id, right_record_id,
   * right_department, evidence (jsonb: what agreed, in names and differences, never a value of a record). At most one
   * line a pair of records.
   */
  sql: string;
};

/** The columns of both sides, of records with the aliases `l` and `r`. */
export const bothSides = `
  l.source_id AS left_source_id, l.record_id AS left_record_id, l.department AS left_department,
  r.source_id AS right_source_id, r.record_id AS right_record_id, r.department AS right_department`;

/** Records of one system, or of two of which one took over from the other: they share their numbers. */
export const inOneSystem = `(l.source_id = r.source_id OR EXISTS (
  SELECT FROM source_succession f
  WHERE (f.source_id, f.successor_id) IN ((l.source_id, r.source_id), (r.source_id, l.source_id))))`;

/** For links between records of one type: a pair appears once. */
export const inRecordOrder = '(l.source_id, l.record_id) < (r.source_id, r.record_id)';

/**
 * A number of a document as it is compared: full-width forms made plain, upper case, nothing but letters, digits and
 * Chinese characters, so that 〔2024〕12号, [2024]12号 and 2024-12号 are one. Null where nothing is left.
 */
export function plainNumber(column: string): string {
  const plain = `upper(regexp_replace(normalize(${column}, NFKC), '[^0-9A-Za-z\\u4e00-\\u9fff]', '', 'g'))`;
  return `nullif(${plain}, '')`;
}

/** Who the person of a record is, as far as the vault has said: alias of person_reference, alias of the record, column. */
export function personOf(person: string, record: string, column: string): string {
  return `LEFT JOIN person_reference ${person}
    ON ${person}.source_id = ${record}.source_id AND ${person}.identity_ref = ${record}.${column}`;
}

/** Records of one person, each way: `lp` and `rp` are the references, `l` and `r` the records. */
export function samePerson(left: PersonColumn, right: PersonColumn): string {
  return `${left.table} l
    JOIN person_reference lp ON lp.source_id = l.source_id AND lp.identity_ref = l.${left.column}
    JOIN person_reference rp ON rp.person_id = lp.person_id
    JOIN ${right.table} r ON r.source_id = rp.source_id AND r.${right.column} = rp.identity_ref`;
}

export type PersonColumn = { table: string; column: string };

/** Lets a record be found by the reference of its person. */
export function personIndex({ table, column }: PersonColumn): string {
  return indexFor(table, column, `source_id, ${column}`);
}

/** An index for look-ups in a view of current records. */
export function indexFor(view: string, name: string, columns: string): string {
  const table = tableBehind(view);
  return `CREATE INDEX IF NOT EXISTS ${table}_${name} ON ${table} (${columns})`;
}
