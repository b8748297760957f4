import { bothSides, indexFor, inRecordOrder, type LinkDefinition } from './link-definition.js';

const accidents = 'current_work_safety_accident';

/** Two clocks of one accident: the scene's and the office's. */
const APART = `interval '1 hour'`;

/** Said once for each side, so that either can be looked up by index. */
const near = ['l', 'r']
  .map((one) => [one, one === 'l' ? 'r' : 'l'] as const)
  .map(
    ([one, other]) => `${one}.occurred_at BETWEEN ${other}.occurred_at - ${APART} AND ${other}.occurred_at + ${APART}`,
  )
  .join(' AND ');

const sameMinute = `date_trunc('minute', l.occurred_at AT TIME ZONE 'UTC') = date_trunc('minute', r.occurred_at AT TIME ZONE 'UTC')`;

/** All that came to harm: a toll that rises within its window moves persons from hurt to dead, and their number stays. */
const harmed = (accident: string) =>
  ['deaths', 'missing', 'serious_injuries', 'minor_injuries'].map((column) => `${accident}.${column}`).join(' + ');
const sameToll = `${harmed('l')} = ${harmed('r')}`;

const sameEmployer = 'l.employer_uscc = r.employer_uscc';
const sameType = 'l.accident_type = r.accident_type';
const placeAndTime = `${sameMinute} AND l.report_group = r.report_group AND ${sameToll}`;

/**
 * Which two reports tell of one accident? Emergency management, housing and transport may each have it, and one office
 * may enter it twice. Two employers that are both named by their codes and differ are told apart, whatever else agrees.
 */
export const sameAccident: LinkDefinition = {
  kind: 'SAME_ACCIDENT',
  label: '同一起事故重复报告',
  rules: {
    PLACE_TIME: '同一县区、同一分钟发生，统计行业分组和伤亡总人数一致',
    EMPLOYER_TIME: '同一单位在同一县区发生的同类事故，时间相差不超过1小时',
  },
  left: 'work-safety-accident',
  right: 'work-safety-accident',
  indexes: [indexFor(accidents, 'place_time', 'division, occurred_at')],
  sql: `
    SELECT CASE WHEN ${placeAndTime} THEN 'PLACE_TIME' ELSE 'EMPLOYER_TIME' END AS rule, ${bothSides},
      jsonb_build_object('samePlace', true, 'sameEmployer', ${sameEmployer}, 'sameType', ${sameType},
        'sameToll', ${sameToll},
        'minutesApart', round(abs(extract(epoch FROM r.occurred_at - l.occurred_at)) / 60)) AS evidence
    FROM ${accidents} l JOIN ${accidents} r ON r.division = l.division AND ${near} AND ${inRecordOrder}
    WHERE l.operation = 'ASSERT' AND r.operation = 'ASSERT' AND (${sameEmployer}) IS NOT FALSE
      AND (${placeAndTime} OR ${sameEmployer} AND ${sameType})`,
};
