import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Feed, SourceColumn } from '../../../connectors/connector.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import { columnIndex } from '../reading/column-heading.js';
import type { Source } from '../sources.js';

const name = z.string().trim().min(1).max(128);
/** A secret is named, never written: this file is copied, mailed and shown to people who help. */
const secret = z.union([z.strictObject({ env: name }), z.strictObject({ file: z.string().min(1) })], {
  error: '应写成 { env: 环境变量名 } 或 { file: 文件路径 }，不得直接写出口令',
});

const database = z.strictObject({
  kind: z.enum(['postgres', 'mysql', 'mariadb']),
  host: name,
  port: z.int().min(1).max(65_535).optional(),
  name,
  user: name,
  password: secret,
  tls: z.enum(['off', 'encrypt', 'verify']).default('off'),
  /** Certificate (PEM) of the authority that signed the database's. */
  caFile: z.string().min(1).optional(),
});

const pull = z
  .strictObject({
    source: name,
    feed: name,
    database,
    view: name.optional(),
    query: z.string().trim().min(1).optional(),
    /** Heading or key of the feed's column → field of the view; null: the view does not have it. */
    columns: z.record(z.string(), name.nullable()).default({}),
    watermark: name,
    key: z.union([name, z.array(name).min(1).max(4)]).transform((key) => (typeof key === 'string' ? [key] : key)),
    intervalSeconds: z.number().min(0.1).max(86_400).default(300),
    overlapSeconds: z.number().min(0).max(2_592_000).default(900),
    overlapNumbers: z.int().min(0).default(1000),
    pageRows: z.int().min(2).max(10_000).default(2000),
    statementSeconds: z.number().min(0.1).max(3600).default(60),
    /** Any text; when it changes, the view is read again from its beginning. */
    readAgain: z.string().max(64).optional(),
    timezone: z
      .string()
      .regex(/^[+-]\d\d:\d\d$/, '应为时差，如 "+08:00"')
      .default('+08:00'),
  })
  .refine(({ view, query }) => (view === undefined) !== (query === undefined), 'view 和 query 应当且只应填写一个');

/** The watched folder; what is not said here is as the service's environment has it. */
const drop = z.strictObject({
  folder: z.string().min(1),
  quietSeconds: z.number().min(0.1).max(3600).optional(),
  lookSeconds: z.number().min(0.1).max(3600).optional(),
});

const doorsFile = z.strictObject({ drop: drop.optional(), pulls: z.array(pull).default([]) });

/** How one feed of one source is read out of a department's database. */
export type PullConfig = z.infer<typeof pull>;
export type DatabaseConfig = z.infer<typeof database>;
export type Doors = z.infer<typeof doorsFile>;

/** What the file speaks about: it is checked against the register of sources and the department's feeds. */
export type DoorsContext = { sources: ReadonlyMap<string, Source>; feeds: readonly Feed[] };

/** One thing wrong with the file: where, and what to do; Chinese. */
export type DoorsProblem = { place: string; problem: string };

export type ParsedDoors = { ok: true; doors: Doors } | { ok: false; problems: DoorsProblem[] };

/** Reads the text (YAML, and so JSON too) and reports every problem at once. */
export function parseDoors(text: string, context: DoorsContext): ParsedDoors {
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  if (document.errors.length > 0) return { ok: false, problems: document.errors.map(({ linePos }) => broken(linePos)) };
  const parsed = doorsFile.safeParse(document.toJS() ?? {}, { error: z.locales.zhCN().localeError });
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => ({ place: placeOf(issue.path), problem: said(issue) })),
    };
  }
  const problems = [...parsed.data.pulls.flatMap((each, at) => pullProblems(each, at, context)), ...twice(parsed.data)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, doors: parsed.data };
}

/** The parser's own message quotes the text, and somebody may have written a password after all. */
function broken(linePos: readonly { line: number }[] | undefined): DoorsProblem {
  const line = linePos?.[0]?.line;
  return { place: line === undefined ? '文件' : `第 ${line} 行`, problem: 'YAML 格式有误，请检查缩进、冒号和引号' };
}

const placeOf = (path: readonly PropertyKey[]) =>
  path.length === 0
    ? '文件'
    : path.map((part) => (typeof part === 'number' ? `[${part + 1}]` : String(part))).join('.');

/** zod quotes only names of keys and the allowed words, never a value. */
const said = ({ message }: { message: string }) => message;

function pullProblems(pull: PullConfig, at: number, { sources, feeds }: DoorsContext): DoorsProblem[] {
  const place = (part: string) => `pulls.[${at + 1}].${part}`;
  const source = sources.get(pull.source);
  if (!source) return [{ place: place('source'), problem: `本部门没有登记来源系统“${pull.source}”` }];
  const open = feeds.filter(({ eventType }) => source.eventTypes.includes(eventType));
  const feed = open.find((candidate) => candidate.feed === pull.feed);
  if (!feed) {
    const known = open.map((candidate) => candidate.feed).join('、');
    return [
      { place: place('feed'), problem: `来源系统“${pull.source}”没有报送项目“${pull.feed}”，可用的有：${known}` },
    ];
  }
  return columnProblems(pull, feed).map((problem) => ({ place: place('columns'), problem }));
}

/** Finds a column by heading, alias or key; what the hub adds to returned files is no column of a view. */
export function columnFinder(feed: Feed): (heading: string) => SourceColumn | undefined {
  const { find } = columnIndex(feed);
  return (heading) => {
    const found = find(heading);
    return feed.columns.find((column) => column === found);
  };
}

function columnProblems({ columns }: PullConfig, feed: Feed): string[] {
  const find = columnFinder(feed);
  const named = Object.keys(columns).map((heading) => ({ heading, column: find(heading) }));
  const unknown = named.filter(({ column }) => !column).map(({ heading }) => `没有“${heading}”这一列`);
  const repeated = named.filter(
    ({ column }, index) => column && named.some((n, i) => i < index && n.column === column),
  );
  const dropped = named.filter(({ heading, column }) => column?.required && columns[heading] === null);
  return [
    ...unknown,
    ...repeated.map(({ heading }) => `“${heading}”与另一项是同一列`),
    ...dropped.map(({ heading }) => `“${heading}”是必填列，不能设为 null`),
  ];
}

function twice({ pulls }: Doors): DoorsProblem[] {
  return pulls.flatMap(({ source, feed }, at) =>
    pulls.findIndex((other) => other.source === source && other.feed === feed) < at
      ? [{ place: `pulls.[${at + 1}]`, problem: `来源系统“${source}”的“${feed}”已在前面配置过` }]
      : [],
  );
}

/** @throws ServiceFailure DOORS_FILE_INVALID with every problem on a line of its own */
export function readDoors(file: string, context: DoorsContext): Doors {
  const parsed = parseDoors(textOf(file), context);
  if (parsed.ok) return parsed.doors;
  const lines = parsed.problems.map(({ place, problem }) => `  ${place}：${problem}`);
  throw invalid(file, `有 ${lines.length} 处问题：\n${lines.join('\n')}`);
}

/** @throws ServiceFailure DOORS_FILE_INVALID */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw invalid(file, `无法读取（${(error as NodeJS.ErrnoException).code}）。`);
  }
}

function invalid(file: string, what: string): ServiceFailure {
  return new ServiceFailure(`数据入口配置文件 ${file}（HUB_DOORS_FILE）${what}`, {
    code: 'DOORS_FILE_INVALID',
    retriable: false,
  });
}
