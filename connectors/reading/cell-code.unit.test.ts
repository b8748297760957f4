import { resolveCode } from './cell-code.js';

describe('a code cell', () => {
  it('takes the code itself or its name', () => {
    expect(resolveCode('accident-grade', '2', '2024-01-01')).toBe('2');
    expect(resolveCode('accident-grade', '较大事故', '2024-01-01')).toBe('2');
    expect(resolveCode('sex', '女', '2024-01-01')).toBe('2');
  });

  it('takes a name that several codes had for the one in force on the day', () => {
    expect(resolveCode('division', '公主岭市', '2019-06-01')).toBe('220381');
    expect(resolveCode('division', '公主岭市', '2024-06-01')).toBe('220184');
    expect(resolveCode('accident-type', '坍塌', '2026-06-30')).toBe('1986-10');
    expect(resolveCode('accident-type', '坍塌', '2026-07-01')).toBe('2025-12');
  });

  it('leaves what it does not know, or what is not one code on the day, as it is', () => {
    expect(resolveCode('accident-grade', '严重', '2024-01-01')).toBe('严重');
    expect(resolveCode('division', '公主岭市', '1900-01-01')).toBe('公主岭市');
    expect(resolveCode('sex', 'constructor', '2024-01-01')).toBe('constructor');
  });

  it('knows a name without its full-width brackets, as cells are folded', () => {
    expect(resolveCode('harm-grade', '急性工业中毒(按重伤计)', '2024-01-01')).toBe('5');
  });
});
