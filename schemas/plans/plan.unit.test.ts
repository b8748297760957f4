import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { schemasFolder } from '../own-files.js';
import { planOf, plans } from './plan.js';

describe('the plans', () => {
  it('are named as their files, cover years that do not overlap, and start from the year before', () => {
    const files = readdirSync(join(schemasFolder(), 'plans')).filter((file) => file.endsWith('.json'));
    expect(
      plans()
        .map(({ id }) => `${id}.json`)
        .sort(),
    ).toEqual(files.sort());
    plans().forEach((plan, index) => {
      expect(plan.baselineYear).toBe(plan.firstYear - 1);
      expect(plan.lastYear).toBeGreaterThanOrEqual(plan.firstYear);
      expect(plan.firstYear).toBeGreaterThan(plans()[index - 1]?.lastYear ?? 0);
    });
  });

  it('tell two targets of five per cent a year and twenty in five years apart, with their scopes', () => {
    const targets = planOf(2025)?.targets.map(({ of, kind, percent }) => ({ of, kind, percent }));
    expect(targets).toEqual([
      { of: 'KEY_INDUSTRIES', kind: 'REDUCTION_OVER_PERIOD', percent: 20 },
      { of: 'ALL', kind: 'REDUCTION_EVERY_YEAR', percent: 5 },
      { of: 'PNEUMOCONIOSIS', kind: 'DECREASE', percent: null },
    ]);
  });

  it('name a number exactly where the kind of target needs one', () => {
    for (const { kind, percent } of plans().flatMap(({ targets }) => targets)) {
      expect(percent === null).toBe(kind === 'DECREASE');
    }
  });

  it('have none for years outside', () => {
    expect(planOf(2020)).toBeUndefined();
    expect(planOf(2026)?.confirmed).toBe(false);
  });
});
