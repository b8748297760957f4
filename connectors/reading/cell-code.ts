import { codeEntry, codeList, type CodeEntry } from '../../schemas/code-lists/code-list.js';

/** Everyday names beside those of the standard. */
const EVERYDAY_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sex: { 男: '1', 女: '2', 未知: '0', 未说明: '9' },
  'certificate-type': { 身份证: '01', 军官证: '02', 警官证: '03' },
};

const entriesByName = new Map<string, ReadonlyMap<string, readonly CodeEntry[]>>();

/**
 * The code that a cell means: itself when the list has it, or the code of the name it holds on that day. A name that
 * only other days know gives that code, so that the finding is "not valid on the date"; a name that two codes share on
 * the day, and anything unknown, is returned as it is, so that the finding is "unknown".
 *
 * @param on `YYYY-MM-DD`, the day on which the contract will check the code
 */
export function resolveCode(listId: string, text: string, on: string): string {
  if (codeEntry(listId, text)) return text;
  const everyday = EVERYDAY_NAMES[listId];
  if (everyday && Object.hasOwn(everyday, text)) return everyday[text] ?? text;
  const named = namesOf(listId).get(text) ?? [];
  const inForce = named.filter((entry) => codeEntry(listId, entry.code, on)?.name === text);
  return onlyCode(inForce.length > 0 ? inForce : named) ?? text;
}

function onlyCode(entries: readonly CodeEntry[]): string | undefined {
  const codes = new Set(entries.map(({ code }) => code));
  return codes.size === 1 ? entries[0]?.code : undefined;
}

function namesOf(listId: string): ReadonlyMap<string, readonly CodeEntry[]> {
  const known = entriesByName.get(listId);
  if (known) return known;
  const byName = new Map<string, CodeEntry[]>();
  for (const entry of codeList(listId).entries) {
    for (const name of new Set([entry.name, entry.name.normalize('NFKC')])) {
      byName.set(name, [...(byName.get(name) ?? []), entry]);
    }
  }
  entriesByName.set(listId, byName);
  return byName;
}
