/** What is true of a subject, by name; false where nobody could tell it from the exports, as the truth said when it was made. */
export type TrueItems = ReadonlyMap<string, boolean>;

/** What the hub says of one subject, held against the truth. */
export type Comparison = {
  readonly subject: string;
  readonly true: number;
  readonly found: number;
  readonly correct: number;
  readonly missed: number;
  /** Of the missed: those that the truth marked as unresolvable. */
  readonly missedMarked: number;
  readonly false: number;
  /** Of the false: what the exports say and the marked truth denies. */
  readonly falseMarked: number;
  /** Misses and false finds that nothing excuses. */
  readonly wrong: { readonly missed: readonly string[]; readonly false: readonly string[] };
};

/** @param denied what the exports cannot but say though it is not so, marked as unresolvable in the truth */
export function compare(
  subject: string,
  truth: TrueItems,
  said: Iterable<string>,
  denied: ReadonlySet<string> = new Set(),
): Comparison {
  const found = [...said];
  const distinct = new Set(found);
  const correct = [...distinct].filter((item) => truth.has(item));
  // What is said twice is false once.
  const wrong = [...[...distinct].filter((item) => !truth.has(item)), ...repeated(found)];
  const missed = [...truth.keys()].filter((item) => !distinct.has(item));
  const unexcused = {
    missed: missed.filter((item) => truth.get(item) === true),
    false: wrong.filter((item) => !denied.has(item)),
  };
  return {
    ...{ subject, true: truth.size, found: found.length, correct: correct.length },
    ...{ missed: missed.length, missedMarked: missed.length - unexcused.missed.length },
    ...{ false: wrong.length, falseMarked: wrong.length - unexcused.false.length },
    wrong: unexcused,
  };
}

function repeated(found: readonly string[]): string[] {
  const seen = new Set<string>();
  return found.filter((item) => seen.has(item) || !seen.add(item));
}

/** Null where nothing was found. */
export const precisionOf = ({ correct, found }: Comparison): number | null => (found === 0 ? null : correct / found);

/** Null where nothing is true. */
export const recallOf = ({ correct, true: all }: Comparison): number | null => (all === 0 ? null : correct / all);

/** A clean province has nothing that could excuse a miss. */
export function isPassed({ missed, false: wrong, wrong: unexcused }: Comparison, profile: string): boolean {
  if (profile === 'clean') return missed + wrong === 0;
  return unexcused.missed.length + unexcused.false.length === 0;
}
