import { asOfInName, saidInName } from './drop-file-name.js';

describe('the name of a dropped file', () => {
  it.each([
    ['认定 2025.csv', undefined],
    ['认定_asOf=2025-01-31.csv', Date.parse('2025-01-31T00:00:00+08:00')],
    ['认定（asOf=2025-01-31）.xlsx', Date.parse('2025-01-31T00:00:00+08:00')],
    ['asOf=2025-01-31T1830_认定.csv.gz', Date.parse('2025-01-31T18:30:00+08:00')],
    ['认定 asof=2025-01-31', Date.parse('2025-01-31T00:00:00+08:00')],
    ['认定_asOf=2025-02-30.csv', null],
    ['认定_asOf=2025-01-31T2460.csv', null],
    ['认定_asOf=昨天.csv', null],
    ['认定_asOf=.csv', null],
  ])('%s declares the export of %s', (name, instant) => {
    expect(asOfInName(name)).toBe(instant);
  });

  it('says what months its list is complete for', () => {
    const name = '2024年一季度_mode=complete_period=2024-01..2024-03.csv';
    expect([saidInName(name, 'mode'), saidInName(name, 'period'), saidInName(name, 'confirm')]).toEqual([
      'complete',
      '2024-01..2024-03',
      undefined,
    ]);
  });
});
