import { prefectures } from './places.js';

export type DemoSource = {
  readonly sourceId: string;
  readonly department: 'health-commission' | 'emergency-management' | 'human-resources';
  /** Code of the list `reporting-unit`; 220000 is the province itself. */
  readonly reportingUnit: string;
  readonly name: string;
  readonly eventTypes: string[];
  readonly validFrom: string;
};

export const HEALTH_SOURCE = 'hc-jilin-disease-reports';
export const EMERGENCY_SOURCE = 'em-jilin-accident-statistics';

export function determinationSource(unit: string): string {
  return `hr-${unit}-determination`;
}

/** The registered systems of the three departments. */
export function demoSources(): DemoSource[] {
  // Before the oldest year that a province can be made of.
  const validFrom = '2016-01-01';
  return [
    {
      sourceId: HEALTH_SOURCE,
      department: 'health-commission',
      reportingUnit: '220000',
      name: '省职业病报告系统（示例）',
      eventTypes: ['occupational-disease', 'period-statement'],
      validFrom,
    },
    {
      sourceId: EMERGENCY_SOURCE,
      department: 'emergency-management',
      reportingUnit: '220000',
      name: '省生产安全事故统计系统（示例）',
      eventTypes: ['work-safety-accident', 'accident-casualty', 'period-statement'],
      validFrom,
    },
    ...prefectures().map(({ unit, name }) => ({
      sourceId: determinationSource(unit),
      department: 'human-resources' as const,
      reportingUnit: unit,
      name: `${name}工伤认定系统（示例）`,
      eventTypes: ['injury-determination', 'employer-enrolment', 'period-statement'],
      validFrom,
    })),
  ];
}
