/** Runs named phases one after another and keeps how long each took. */
export type Phases = {
  run: <T>(name: string, title: string, work: () => Promise<T>) => Promise<T>;
  seconds: () => Record<string, number>;
};

/** @param now monotonic milliseconds */
export function createPhases(say: (line: string) => void, now: () => number): Phases {
  const took: Record<string, number> = {};
  return {
    run: async (name, title, work) => {
      const startedAt = now();
      say(`▶ ${title}`);
      const result = await work();
      took[name] = Math.round((now() - startedAt) / 100) / 10;
      say(`✔ ${title}（${took[name].toFixed(1)} 秒）`);
      return result;
    },
    seconds: () => ({ ...took }),
  };
}
