import { percent } from './percentage.js';

/** Below this number a change in percent says little (domain rule for small numbers). */
export const SMALL = 20;

export const SMALL_REMARK = '基数较小，变化幅度仅供参考';

/**
 * 同比 clause for a count: `同比增加12件，上升8.8%`; `与上年持平`; `上年同期为0` when there is nothing to compare with.
 *
 * @param unit measure word: 件, 例
 */
export function yearOnYear(now: number, before: number, unit: string): string {
  if (now === before) return '与上年持平';
  if (before === 0) return '上年同期为0';
  const rise = now > before;
  const difference = Math.abs(now - before);
  const remark = Math.min(now, before) < SMALL ? `（${SMALL_REMARK}）` : '';
  return `同比${rise ? '增加' : '减少'}${difference}${unit}，${rise ? '上升' : '下降'}${percent(difference, before)}${remark}`;
}
