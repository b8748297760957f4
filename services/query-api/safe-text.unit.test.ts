import { safeText } from './safe-text.js';

describe('a text in a spreadsheet', () => {
  it.each(['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', '\r=1'])('is not computed: %j', (text) => {
    expect(safeText(text)).toBe(`'${text}`);
  });

  it.each(['长春示例机械有限公司', '', 'A=B', '2024-03-01', ' =1'])('stays as it is otherwise: %j', (text) => {
    expect(safeText(text)).toBe(text);
  });
});
