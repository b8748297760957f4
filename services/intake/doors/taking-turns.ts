/** Runs at most so many pieces of work at the same time; the others wait their turn. */
export type TakingTurns = <T>(work: () => Promise<T>) => Promise<T>;

/** A batch holds a database connection for as long as it is read: without turns, uploads would starve the receipts. */
export function takeTurns(atOnce: number): TakingTurns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, not given back, so that nobody slips in before those who wait.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
