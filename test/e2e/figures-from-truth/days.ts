export const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Days from one to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The same day of the next year; 28 February for the 29th. */
export function yearAfter(day: string): string {
  const next = `${yearOf(day) + 1}${day.slice(4)}`;
  return next.endsWith('-02-29') && yearOf(next) % 4 !== 0 ? next.replace('-29', '-28') : next;
}
