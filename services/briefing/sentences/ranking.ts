import { percent } from './percentage.js';

export type Ranked = { readonly label: string; readonly value: number };

/**
 * `长春市30件（占30.0%）、吉林市20件（占20.0%）`: the largest, at most `places` of them; equal numbers keep the table's order,
 * nought is never named.
 */
export function ranking(rows: readonly Ranked[], unit: string, total: number, places = 3): string {
  return rows
    .filter(({ value }) => value > 0)
    .toSorted((a, b) => b.value - a.value)
    .slice(0, places)
    .map(({ label, value }) => `${label}${value}${unit}（占${percent(value, total)}）`)
    .join('、');
}
