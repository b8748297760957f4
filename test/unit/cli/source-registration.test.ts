import { newerRegistration } from '../../../services/cli/main-job.js';

const source = {
  ...{ sourceId: 'hc-new', department: 'health-commission' as const, reportingUnit: '220000', name: '示例系统' },
  ...{ eventTypes: ['occupational-disease'], validFrom: '2024-06-01' },
};
const first = { ...source, version: 1, replaces: null, validTo: null };

describe('the register of sources', () => {
  it('says which source takes over from which, and when one ends', () => {
    expect(newerRegistration({ ...source, replaces: 'hc-old' }, undefined)).toEqual([{ ...first, replaces: 'hc-old' }]);
    expect(newerRegistration({ ...source, validTo: '2030-12-31' }, first)).toEqual([
      { ...first, version: 2, validTo: '2030-12-31' },
    ]);
  });

  it('is told nothing twice', () => {
    expect(newerRegistration(source, first)).toEqual([]);
  });
});
