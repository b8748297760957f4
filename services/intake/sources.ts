import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ServiceFailure } from '../../infra/process/service-failure.js';

/** A key that makes references to persons; the newest makes new ones, older ones find what is known. */
export type SourceKey = { keyId: string; key: Buffer };

/** A registered system of the department, with its keys (newest first). */
export type Source = {
  sourceId: string;
  department: string;
  reportingUnit: string;
  name: string;
  eventTypes: readonly string[];
  /** YYYY-MM-DD, both inclusive. */
  validFrom: string;
  validTo: string | null;
  /** The system that it takes over from, and the one that takes over from it. */
  replaces: string | null;
  replacedBy: string | null;
  keys: readonly SourceKey[];
};

const MIN_KEY_BYTES = 16;
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const sourceKey = z.object({
  keyId: z.string().min(1),
  key: z.base64().transform((text, context) => {
    const key = Buffer.from(text, 'base64');
    if (key.length < MIN_KEY_BYTES) context.addIssue(`at least ${MIN_KEY_BYTES} bytes expected, found ${key.length}`);
    return key;
  }),
});

const sourcesFile = z.array(
  z.object({
    sourceId: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/),
    department: z.string().min(1),
    reportingUnit: z.string().min(1),
    name: z.string().min(1),
    eventTypes: z.array(z.string().min(1)).min(1),
    validFrom: day,
    validTo: day.nullable().default(null),
    replaces: z.string().nullable().default(null),
    keys: z.array(sourceKey).min(1),
  }),
);

/**
 * The department's sources out of the sources file, by id.
 *
 * @throws ServiceFailure SOURCES_UNREADABLE, naming places in the file and never a key
 */
export function readSources(file: string, department: string): ReadonlyMap<string, Source> {
  const parsed = sourcesFile.safeParse(parsedFile(file));
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw unreadable(file, `${places.length} problem(s)\n${places.join('\n')}`);
  }
  const own = parsed.data.filter((source) => source.department === department);
  if (own.length === 0) throw unreadable(file, `it names no source of department ${department}`);
  const known = new Set(own.map(({ sourceId }) => sourceId));
  const astray = own.filter(({ sourceId, replaces }) => replaces === sourceId || (replaces && !known.has(replaces)));
  if (astray.length > 0) {
    const ids = astray.map(({ sourceId }) => sourceId).join(', ');
    throw unreadable(file, `${ids}: "replaces" has to name another source of department ${department}`);
  }
  const circle = own.find(({ sourceId }) => successorsOf(own, sourceId).includes(sourceId));
  if (circle) throw unreadable(file, `${circle.sourceId}: "replaces" leads back to itself`);
  const successors = new Map(own.map(({ sourceId, replaces }) => [replaces, sourceId]));
  return new Map(
    own.map((source) => [source.sourceId, { ...source, replacedBy: successors.get(source.sourceId) ?? null }]),
  );
}

/** The systems that took over from a source, at first or second hand: itself only where they go round in a circle. */
export function successorsOf(
  sources: Iterable<Pick<Source, 'sourceId' | 'replaces'>>,
  sourceId: string,
): readonly string[] {
  const all = [...sources];
  const found = new Set<string>();
  const follow = (from: string) => {
    for (const next of all.filter(({ replaces }) => replaces === from)) {
      if (found.has(next.sourceId)) continue;
      found.add(next.sourceId);
      follow(next.sourceId);
    }
  };
  follow(sourceId);
  return [...found];
}

function parsedFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (cause) {
    // The parser's own message quotes the text, and the text holds keys: only its kind is kept.
    throw unreadable(
      file,
      cause instanceof SyntaxError ? 'it is not JSON' : `it cannot be read (${(cause as { code?: string }).code})`,
    );
  }
}

function unreadable(file: string, what: string): ServiceFailure {
  return new ServiceFailure(`The sources file ${file} (HUB_SOURCES_FILE) is not usable: ${what}.`, {
    code: 'SOURCES_UNREADABLE',
    retriable: false,
  });
}
