import { shanghaiDate, shanghaiMidnight } from '../../../schemas/period.js';

/** `2026-01-05` as 2026年1月5日 (GB/T 9704-2012 7.3.5.4: Arabic numerals, no leading zero). */
export function chineseDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(year)}年${Number(month)}月${Number(day)}日`;
}

/** An instant (epoch ms) as 2026年1月5日9时30分, Beijing time. */
export function chineseMinute(ms: number): string {
  const date = shanghaiDate(ms);
  const minutes = Math.floor((ms - shanghaiMidnight(date)) / 60_000);
  return `${chineseDate(date)}${Math.floor(minutes / 60)}时${String(minutes % 60).padStart(2, '0')}分`;
}
