import fc from 'fast-check';
import { maskIdentityNumber, maskName, maskTelephone } from './mask.js';

describe('a masked name', () => {
  it.each([
    ['张三', '张**'],
    ['欧阳修文', '欧**'],
    [' 买买提·吐尔逊', '买**'],
    ['𠮷田', '𠮷**'],
    ['', ''],
  ])('%s is shown as %s', (name, shown) => {
    expect(maskName(name)).toBe(shown);
  });
});

describe('a masked certificate number', () => {
  it.each([
    ['220104198503120011', '2201**********0011'],
    ['22020319691130045x', '2202**********045X'],
    ['2201 0419 8503 1200 11', '2201**********0011'],
    ['E12345678', 'E1*****78'],
    ['123', '***'],
    ['', ''],
  ])('%s is shown as %s', (number, shown) => {
    expect(maskIdentityNumber(number)).toBe(shown);
  });

  it('hides at least half of any number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{1,30}$/), (number) => {
        const hidden = maskIdentityNumber(number).replace(/[^*]/g, '').length;
        expect(hidden).toBeGreaterThanOrEqual(number.length / 2);
      }),
    );
  });
});

describe('a masked telephone number', () => {
  it.each([
    ['13812341234', '138****1234'],
    ['+86 138-1234-1234', '138****1234'],
    ['0431-88912345', '**********45'],
    ['110', '***'],
    ['', ''],
  ])('%s is shown as %s', (telephone, shown) => {
    expect(maskTelephone(telephone)).toBe(shown);
  });
});
