import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemasFolder } from '../own-files.js';

export type CodeAttribute = string | number | boolean | readonly string[] | readonly number[];

/** One meaning of one code. A code that changed its meaning has several entries, whose dates do not overlap. */
export type CodeEntry = {
  readonly code: string;
  /** Chinese name, as printed. */
  readonly name: string;
  /** First day of validity, `YYYY-MM-DD`; absent: since before our data begin. */
  readonly validFrom?: string;
  /** Last day of validity, inclusive, `YYYY-MM-DD`; absent: still valid. */
  readonly validTo?: string;
  /** Code of the next level up, in the list's `parentList`, or in this list when it names none. */
  readonly parent?: string;
  /** What else the standard says about the code; the list's `source` explains each. */
  readonly attributes?: Readonly<Record<string, CodeAttribute>>;
};

export type CodeList = {
  readonly id: string;
  /** Chinese label. */
  readonly label: string;
  /** Standard and article, or how sure we are. */
  readonly source: string;
  /** The list in which `parent` is looked up; absent: this list. */
  readonly parentList?: string;
  readonly entries: readonly CodeEntry[];
};

export type CodeValidity = 'valid' | 'unknown' | 'not-valid-on-date';

/** A programmer's error (a misspelt list, a malformed date), never a fault of a department's record. */
export class CodeListError extends Error {
  override readonly name = 'CodeListError';
  readonly retriable = false;

  constructor(
    readonly code: 'CODE_LIST_UNKNOWN' | 'CODE_LIST_DATE',
    message: string,
  ) {
    super(message);
  }
}

type LoadedList = { readonly list: CodeList; readonly byCode: ReadonlyMap<string, readonly CodeEntry[]> };

const folder = () => join(schemasFolder(), 'code-lists');
const loaded = new Map<string, LoadedList>();
let ids: readonly string[] | undefined;

/** Ids of all code lists, sorted; a list is known by its file, so adding one is adding a file. */
export function codeListIds(): readonly string[] {
  ids ??= readdirSync(folder())
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
  return ids;
}

/** @throws CodeListError CODE_LIST_UNKNOWN */
export function codeList(id: string): CodeList {
  return load(id).list;
}

/**
 * The entry of a code on a day; without a day the latest entry, whether still valid or not.
 *
 * @param on `YYYY-MM-DD`, the record's own date (diagnosis, accident …), not today
 * @throws CodeListError CODE_LIST_UNKNOWN, CODE_LIST_DATE
 */
export function codeEntry(listId: string, code: string, on?: string): CodeEntry | undefined {
  const entries = load(listId).byCode.get(code);
  if (on === undefined) return entries?.at(-1);
  requireDate(on);
  return entries?.find((entry) => isValidOn(entry, on));
}

/**
 * Is the code of the list, and was it in force on that day? The two failures call for different advice.
 *
 * @throws CodeListError CODE_LIST_UNKNOWN, CODE_LIST_DATE
 */
export function isCodeValid(listId: string, code: string, on: string): CodeValidity {
  if (codeEntry(listId, code, on)) return 'valid';
  return load(listId).byCode.has(code) ? 'not-valid-on-date' : 'unknown';
}

/** Chinese name of a code on a day, or its latest name. @throws CodeListError as {@link codeEntry} */
export function codeName(listId: string, code: string, on?: string): string | undefined {
  return codeEntry(listId, code, on)?.name;
}

function load(id: string): LoadedList {
  const known = loaded.get(id);
  if (known) return known;
  // Checked against the folder's listing, so that an id from outside can never become a path.
  if (!codeListIds().includes(id)) {
    throw new CodeListError(
      'CODE_LIST_UNKNOWN',
      `No code list "${id}". Known lists: ${codeListIds().join(', ')}. Add schemas/code-lists/${id}.json or correct the id.`,
    );
  }
  const list = JSON.parse(readFileSync(join(folder(), `${id}.json`), 'utf8')) as CodeList;
  const fresh = { list, byCode: indexByCode(list.entries) };
  loaded.set(id, fresh);
  return fresh;
}

/** Entries of each code, oldest first. */
function indexByCode(entries: readonly CodeEntry[]): ReadonlyMap<string, readonly CodeEntry[]> {
  const byCode = new Map<string, CodeEntry[]>();
  for (const entry of entries) byCode.set(entry.code, [...(byCode.get(entry.code) ?? []), entry]);
  for (const versions of byCode.values()) {
    versions.sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
  }
  return byCode;
}

/** ISO dates of equal width compare as text. */
function isValidOn(entry: CodeEntry, on: string): boolean {
  return (entry.validFrom ?? '') <= on && (entry.validTo === undefined || on <= entry.validTo);
}

/** A date in another notation would compare as text without complaint, and be wrong. */
function requireDate(on: string): void {
  if (/^\d{4}-\d{2}-\d{2}$/.test(on)) return;
  throw new CodeListError('CODE_LIST_DATE', `A code is looked up on a day written YYYY-MM-DD; found "${on}".`);
}
