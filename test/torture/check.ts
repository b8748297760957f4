/** One thing that had to be so; `differences` says what is not. */
export type Check = { name: string; looked: number; differences: string[] };

/** Both hold the same members, each as often. */
export function same(name: string, expected: readonly string[], found: readonly string[]): Check {
  const counts = new Map<string, number>();
  for (const each of expected) counts.set(each, (counts.get(each) ?? 0) + 1);
  for (const each of found) counts.set(each, (counts.get(each) ?? 0) - 1);
  const differences = [...counts]
    .filter(([, count]) => count !== 0)
    .map(([each, count]) => `${count > 0 ? 'missing' : 'too many'}: ${each}`);
  return { name, looked: expected.length, differences };
}

export function twice(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size).map((id) => `twice: ${id}`);
}

/** As it is told, with a few of the differences. */
export function checkLine({ name, looked, differences }: Check): string {
  const [first] = differences;
  const some = differences.slice(0, 5).join('; ');
  return first === undefined
    ? `  ok    ${name} (${looked})`
    : `  WRONG ${name}: ${differences.length} of ${looked}: ${some}`;
}

export const hasFailed = ({ differences }: Check): boolean => differences.length > 0;

export function say(line: string): void {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
}
