/**
 * Remembers answers that never change, and shares a question that is under way between all who ask. A failure is
 * forgotten at once, or believed for a while when it is an answer too (`isFinal`).
 */
export function createMemory<K, V>(
  options: { rememberFailureMs?: number; isFinal?: (error: unknown) => boolean } = {},
): (key: K, ask: () => Promise<V>) => Promise<V> {
  const answers = new Map<K, Promise<V>>();
  const forgetLater = (key: K, error: unknown) => {
    if (!options.isFinal?.(error)) return void answers.delete(key);
    setTimeout(() => answers.delete(key), options.rememberFailureMs ?? 0).unref();
  };
  return (key, ask) => {
    const known = answers.get(key);
    if (known) return known;
    const answer = ask();
    answers.set(key, answer);
    answer.catch((error: unknown) => forgetLater(key, error));
    return answer;
  };
}
