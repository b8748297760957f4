import type { Feed, SourceColumn } from '../../../../connectors/connector.js';
import { columnFinder, type PullConfig } from '../doors-file.js';
import type { DepartmentField } from './field-kind.js';
import { isWatermarkKind, type WatermarkKind } from './watermark.js';

/** Which field of the view is read for which column of the feed. */
export type PulledColumn = { column: SourceColumn; field: DepartmentField };

export type PullPlan = {
  columns: readonly PulledColumn[];
  watermark: { field: string; kind: WatermarkKind };
  keys: readonly { field: string; integer: boolean }[];
  /** Every field that is read, each once. */
  fields: readonly string[];
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
  const named = [
    ...columns.map(({ field }) => field.name),
    plan.watermark.field,
    ...plan.keys.map(({ field }) => field),
  ];
  return { ok: true, plan: { ...plan, fields: [...new Set(named)] } };
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
