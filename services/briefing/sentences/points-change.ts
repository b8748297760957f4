export type Share = { readonly part: number; readonly whole: number };

/** Difference of two shares: `同比提高1.2个百分点`, `与上年持平`, `上年无可比数据`. Shares are compared as printed, with one decimal. */
export function pointsChange(now: Share, before: Share): string {
  if (!(before.whole > 0)) return '上年无可比数据';
  const difference = tenths(now) - tenths(before);
  if (difference === 0) return '与上年持平';
  return `同比${difference > 0 ? '提高' : '下降'}${(Math.abs(difference) / 10).toFixed(1)}个百分点`;
}

/** Per mille, rounded half up in whole numbers. */
const tenths = ({ part, whole }: Share): number => Math.floor((part * 2000 + whole) / (2 * whole));
