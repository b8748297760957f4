import { shanghaiMidnight } from '../../../schemas/period.js';
import type { Block } from '../briefing-document.js';
import type { BriefingInput } from '../briefing-input.js';
import { chineseMinute } from '../sentences/chinese-date.js';

const DAY = 86_400_000;

/** 导语: ground, period, cut-off and the dates by which records are counted. */
export function introduction(input: BriefingInput): Block[] {
  const { year, asOf } = input;
  return [
    {
      kind: 'paragraph',
      text: `${ground(year)}现将${year}年度全省工伤保险、职业病和生产安全事故情况通报如下。`,
    },
    {
      kind: 'paragraph',
      text:
        `本通报统计期间为${year}年1月1日至12月31日，数据截止时间为${chineseMinute(asOf)}（北京时间）。参保按年末登记、工伤认定按决定日期、` +
        `职业病按诊断日期、生产安全事故按发生时间统计，同比为与${year - 1}年度比较；详细口径见附件1。${standing(year, asOf)}`,
    },
  ];
}

/** 吉人社联〔2021〕55号 covers 2021 to 2025; for other years no document is named. */
function ground(year: number): string {
  return year >= 2021 && year <= 2025
    ? '按照《吉林省工伤预防五年行动计划（2021—2025年）实施方案》（吉人社联〔2021〕55号）关于建立信息交换、数据共享机制的要求，'
    : '';
}

/** Decree 493 Art. 13 and 20: a toll may change for 30 days, so nothing is final before the end of January. */
function standing(year: number, asOf: number): string {
  const yearEnd = shanghaiMidnight(`${year + 1}-01-01`);
  if (asOf < yearEnd) return `截至数据截止时间，${year}年度尚未结束，所列数据为年度中数据，与上年全年数不可直接比较。`;
  if (asOf < yearEnd + 30 * DAY) return '年末发生的事故伤亡人数仍可能变化，所列事故数据为快报数。';
  return '';
}
