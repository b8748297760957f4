import { divisionOn } from './places.js';

it.each([
  ['2019-12-31', '220381'],
  ['2019-12-31 23:59', '220381'],
  ['2020-01-01', '220184'],
  ['2020-01-01 00:00', '220184'],
])('公主岭 has on %s the code that was in force then', (on, code) => {
  expect(divisionOn('220184', on)).toBe(code);
});
