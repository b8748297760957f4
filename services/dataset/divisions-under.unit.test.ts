import { divisionsUnder } from './divisions-under.js';

describe('the divisions under a code', () => {
  it('of a county are the county alone', () => {
    expect(divisionsUnder('220102')).toEqual(['220102']);
  });

  it('of a prefecture are its counties and its local zones', () => {
    const found = divisionsUnder('220100');
    expect(found).toEqual(expect.arrayContaining(['220100', '220102', 'JLX-CCXQ']));
    expect(found).not.toContain('JLX-CBS');
    expect(found.filter((code) => !code.startsWith('2201') && !code.startsWith('JLX-'))).toEqual([]);
  });

  it('of the province are all of them', () => {
    expect(divisionsUnder('220000')).toEqual(
      expect.arrayContaining(['220000', '220100', '220102', 'JLX-CBS', 'JLX-ZHSF']),
    );
  });

  it('of a local zone are the zone alone', () => {
    expect(divisionsUnder('JLX-CBS')).toEqual(['JLX-CBS']);
  });

  it.each(['', '%', '22', '2201%%', '110000', 'JLX-'])('of a text that is no division (%s) are none', (text) => {
    expect(divisionsUnder(text)).toEqual([]);
  });
});
