/**
 * The value at a payload path (`employer.uscc`); null where it, or a record on the way, is absent or null. Dates are
 * text, instants and money numbers (architecture, "Values").
 */
export function valueAt(payload: object, path: string): unknown {
  let value: unknown = payload;
  for (const name of namesOf(path)) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return value ?? null;
}

/** Paths come from contracts, so there are few. */
const namesByPath = new Map<string, readonly string[]>();

function namesOf(path: string): readonly string[] {
  const known = namesByPath.get(path);
  if (known) return known;
  const names = path.split('.');
  namesByPath.set(path, names);
  return names;
}
