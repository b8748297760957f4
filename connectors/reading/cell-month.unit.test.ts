import { readMonth } from './cell-month.js';

it.each([
  ['2024-03', '2024-03'],
  ['2024-3', '2024-03'],
  ['2024/3', '2024-03'],
  ['2024年3月', '2024-03'],
  ['202412', '2024-12'],
  ['2024-03-01', '2024-03'],
  ['2024年12月1日', '2024-12'],
])('reads %s as the month %s', (text, month) => {
  expect(readMonth(text)).toBe(month);
});

it.each(['', '2024', '2024-13', '2024-00', '202400', '2024-03-05', '24-03', '三月', '2024-03 08:00'])(
  'does not take %j for a month',
  (text) => {
    expect(readMonth(text)).toBeUndefined();
  },
);
