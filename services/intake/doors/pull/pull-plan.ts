import type { Feed, SourceColumn } from '../../../../connectors/connector.js';
import { columnFinder, type PullConfig } from '../doors-file.js';
import { readingOf } from '../../../../connectors/reading/read-column.js';
import { tellingLength } from '../../../../connectors/reading/reading-rules.js';
import type { DepartmentField, FieldKind } from './field-kind.js';
import { isWatermarkKind, type WatermarkKind } from './watermark.js';

/** A field as it is asked for; `longest` = of how many characters the rest is left in the database. */
export type SelectedField = { name: string; longest: number | null };

/** Which field of the view is read for which column of the feed. */
export type PulledColumn = { column: SourceColumn; field: DepartmentField };

export type PullPlan = {
  columns: readonly PulledColumn[];
  watermark: { field: string; kind: WatermarkKind };
  keys: readonly { field: string; integer: boolean }[];
  /** Every field that is read, each once. */
  fields: readonly SelectedField[];
};

export type Planned = { ok: true; plan: PullPlan } | { ok: false; problems: string[] };

type Fields = { find: (name: string) => DepartmentField | undefined };

/** Fits configuration and view together; says in Chinese what does not. */
export function planPull(config: PullConfig, feed: Feed, fields: readonly DepartmentField[]): Planned {
  const found = fieldIndex(fields);
  const { columns, problems } = pulledColumns(config, feed, found);
  const watermark = found.find(config.watermark);
  const keys = config.key.map((name) => ({ name, field: found.find(name) }));
  if (!watermark) problems.push(`视图中没有水位字段“${config.watermark}”`);
  else if (!isWatermarkKind(watermark.kind)) {
    problems.push(`水位字段“${config.watermark}”的类型是 ${watermark.type}，应为日期时间或整数`);
  }
  for (const { name, field } of keys) if (!field) problems.push(`视图中没有主键字段“${name}”`);
  if (problems.length > 0 || !watermark || !isWatermarkKind(watermark.kind)) return { ok: false, problems };
  const plan = {
    columns,
    watermark: { field: watermark.name, kind: watermark.kind },
    keys: keys.flatMap(({ field }) => (field ? [{ field: field.name, integer: field.kind === 'integer' }] : [])),
  };
  return { ok: true, plan: { ...plan, fields: selectedFields(plan) } };
}

/** Of these kinds a value may be as long as the database's memory, and a page has thousands. */
const ENDLESS: ReadonlySet<FieldKind> = new Set(['text', 'binary', 'decimal']);

/** Those by which the view is read in order stay whole: pages begin at their values. */
function selectedFields({ columns, watermark, keys }: Omit<PullPlan, 'fields'>): SelectedField[] {
  const whole = [watermark.field, ...keys.map(({ field }) => field)];
  const longest = new Map<string, number | null>();
  for (const { column, field } of columns) {
    const length = ENDLESS.has(field.kind) ? tellingLength(readingOf(column)) : null;
    const known = longest.get(field.name);
    longest.set(field.name, length === null || known === null ? null : Math.max(length, known ?? 0));
  }
  for (const name of whole) longest.set(name, null);
  return [...longest].map(([name, length]) => ({ name, longest: length }));
}

/** The exact name first: some databases keep two names that differ in case alone. */
function fieldIndex(fields: readonly DepartmentField[]): Fields {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const byLowerCase = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  return { find: (name) => byName.get(name) ?? byLowerCase.get(name.toLowerCase()) };
}

function pulledColumns(
  config: PullConfig,
  feed: Feed,
  fields: Fields,
): { columns: PulledColumn[]; problems: string[] } {
  const named = namedColumns(config, feed);
  const columns: PulledColumn[] = [];
  const problems: string[] = [];
  for (const column of feed.columns) {
    const name = named.get(column.key);
    if (name === null) continue;
    const field = name === undefined ? ownField(column, fields) : fields.find(name);
    if (field) columns.push({ column, field });
    else if (name !== undefined) problems.push(`视图中没有字段“${name}”（“${column.heading}”列）`);
    else if (column.required) problems.push(missingRequired(column));
  }
  return { columns, problems };
}

function missingRequired({ heading, key }: SourceColumn): string {
  return `缺少必填列“${heading}”：视图中没有名为“${heading}”“${key}”或“${snakeCase(key)}”的字段，请在 columns 中指明`;
}

/** Keys of columns by what the file says of them; null = the view does not have it. */
export function namedColumns({ columns }: PullConfig, feed: Feed): ReadonlyMap<string, string | null> {
  const find = columnFinder(feed);
  return new Map(
    Object.entries(columns).flatMap(([heading, field]) => {
      const column = find(heading);
      return column ? [[column.key, field] as const] : [];
    }),
  );
}

/** Without a word in the file: the field that is called like the column, in Chinese or as the databases write names. */
function ownField({ key, heading, aliases = [] }: SourceColumn, fields: Fields): DepartmentField | undefined {
  return [key, snakeCase(key), heading, ...aliases].map((name) => fields.find(name)).find(Boolean);
}

const snakeCase = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
