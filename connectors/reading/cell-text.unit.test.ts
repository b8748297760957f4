import fc from 'fast-check';
import { halfWidth, plainName, visibleText } from './cell-text.js';

describe('the text of a cell', () => {
  it('loses what nobody sees, and is null when nothing is left', () => {
    expect(visibleText('\uFEFF 长春\u0000\u200B ')).toBe('长春');
    expect(visibleText(' \u3000\t')).toBeNull();
    expect(visibleText('第一行\n第二行')).toBe('第一行\n第二行');
  });

  it('is well-formed whatever came in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const visible = visibleText(`a${text}\uD800`) ?? '';
        expect(visible).not.toMatch(/\p{Surrogate}|\p{Cc}(?<![\t\n\r])/u);
      }),
    );
  });

  it('has one width in codes and numbers', () => {
    expect(halfWidth('２０２４／３／５　１４：２０')).toBe('2024/3/5 14:20');
  });

  it('has one width and no idle spaces in names', () => {
    expect(plainName('张　三')).toBe('张三');
    expect(plainName('长春（示例） 有限公司')).toBe('长春(示例)有限公司');
    expect(plainName('John   Smith')).toBe('John Smith');
    expect(plainName('㎡①')).toBe('㎡①');
  });
});
