import { localStackStatus } from '../../infra/local-stack/local-stack.js';

/** What works beside the services on the same cores: process ids by part. */
export async function stackPids(home: string): Promise<Record<string, number>> {
  const parts = await localStackStatus(home);
  return Object.fromEntries(parts.flatMap(({ part, pid }) => (pid === undefined ? [] : [[part, pid]])));
}

export function mapValues<From, To>(
  of: Record<string, From>,
  made: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, made(value, key)]));
}
