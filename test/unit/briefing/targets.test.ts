import { planOf } from '../../../schemas/plans/plan.js';
import { composeBriefing } from '../../../services/briefing/compose-briefing.js';
import { aimOf, judgeTarget } from '../../../services/briefing/targets/judge-target.js';
import { briefingInput } from './briefing-input.js';

const plan = planOf(2025);
if (!plan) throw new Error('the plan of 2025 is missing');
const [keyIndustries, everyYear, disease] = plan.targets;
if (!keyIndustries || !everyYear || !disease) throw new Error('the plan of 2025 has three targets');

const ended = (year: number) => ({ year, ended: true });

describe('a target', () => {
  it.each([
    [2025, 2.0, 'MET'],
    [2025, 2.01, 'NOT_MET'],
    [2023, 2.2, 'ON_TRACK'],
    [2023, 2.21, 'BEHIND'],
  ])('of the whole period is in %i, from 2.5 to %f, %s', (year, now, verdict) => {
    expect(judgeTarget(plan, keyIndustries, { baseline: 2.5, before: 9, now }, ended(year)).verdict).toBe(verdict);
  });

  it.each([
    [95, 'MET'],
    [95.1, 'NOT_MET'],
    [101, 'NOT_MET'],
  ])('of every year is from 100 to %f %s', (now, verdict) => {
    expect(judgeTarget(plan, everyYear, { baseline: 1, before: 100, now }, ended(2023)).verdict).toBe(verdict);
  });

  it('without a number says which way it went', () => {
    const verdict = (now: number) => judgeTarget(plan, disease, { baseline: 1, before: 10, now }, ended(2023)).verdict;
    expect([9, 10, 11].map(verdict)).toEqual(['DOWN', 'SAME', 'UP']);
  });

  it('is not judged without its number, without what it compares with, or before the year is over', () => {
    const measured = { baseline: null, before: 3, now: 2 };
    expect(judgeTarget(plan, keyIndustries, measured, ended(2025)).verdict).toBe('NO_DATA');
    expect(judgeTarget(plan, everyYear, { ...measured, now: null }, ended(2025)).verdict).toBe('NO_DATA');
    expect(judgeTarget(plan, everyYear, measured, { year: 2025, ended: false }).verdict).toBe('YEAR_RUNNING');
  });

  it('of five per cent a year compounds to 22.6 in five, and that of twenty in five falls evenly', () => {
    expect(aimOf(plan, everyYear, 100, 2025)).toBeCloseTo(77.38, 2);
    expect(aimOf(plan, keyIndustries, 100, 2025)).toBeCloseTo(80, 9);
    expect(aimOf(plan, keyIndustries, 100, 2021)).toBeCloseTo(96, 9);
    expect(aimOf(plan, disease, 100, 2025)).toBeNull();
  });

  it('is told in a sentence and left out where no plan covers the year', () => {
    const textOf = (year: number) =>
      composeBriefing(briefingInput(() => 31, { year, asOf: Date.UTC(year + 1, 1, 10) }))
        .blocks.flatMap((block) => ('text' in block ? [block.text] : []))
        .join('\n');
    expect(textOf(2025)).toContain('“工伤事故发生率每年同比降低5%以上”：2025年1000.00‰，比上年（2024年）持平');
    expect(textOf(2020)).not.toContain('目标完成情况');
    expect(textOf(2026)).toContain('待确认');
  });
});
