/** What a benchmark found; the order is that of the table. */
export type Measured = { title: string; figures: Figure[] };

export type Figure = { name: string; value: number; unit: string };

/** Runs something and tells how many seconds it took by the wall. */
export async function timed<T>(work: () => Promise<T> | T): Promise<{ result: T; seconds: number }> {
  const from = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - from) / 1000 };
}
