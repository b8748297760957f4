import type { ClearIdentity } from '../connector.js';
import { optional } from '../reading/column.js';
import { createRowReader } from '../reading/row-reader.js';
import { readEmployer } from './read-employer.js';

const text = { expects: '', example: '' };
const columns = [optional('name', '名称', 'name', text), optional('uscc', '代码', 'identifier', text)];

const employer = (row: Record<string, string | null>) => {
  const sealed: ClearIdentity[] = [];
  const reader = createRowReader(columns, row, { today: '2026-11-24' });
  const made = readEmployer(
    reader,
    { name: 'name', uscc: 'uscc' },
    '2024-03-05',
  )({
    person: () => ({ identityRef: '', birthYear: null, sex: '0' }),
    employerPerson: (identity) => {
      sealed.push(identity);
      return 'ref';
    },
    text: () => null,
  });
  return { made, sealed };
};

describe('an employer', () => {
  it('goes out with its code, normalised, and its name', () => {
    const { made, sealed } = employer({ name: '长春示例机械有限公司', uscc: '9122 0101 ma0y1b2c4q' });
    expect(made).toMatchObject({ uscc: '91220101MA0Y1B2C4Q', name: '长春示例机械有限公司', personRef: null });
    expect(sealed).toEqual([]);
  });

  it.each(['222521198503120011', '222521850312001', '22252119691130008x'])(
    'whose code is a resident identity number is a person, sealed: neither code nor name goes out',
    (uscc) => {
      const { made, sealed } = employer({ name: '张三', uscc });
      expect(made).toMatchObject({ uscc: null, name: null, personRef: 'ref' });
      expect(sealed).toHaveLength(1);
      expect(sealed[0]).toMatchObject({
        certificateType: '01',
        name: '张三',
        birthDate: expect.stringMatching(/^19/) as string,
      });
      expect(sealed[0]?.certificateNumber).toMatch(/^222521\d{11}[\dX]$/);
    },
  );

  it('whose resident number passes the check of an organisation code by chance is a person all the same', () => {
    const { made, sealed } = employer({ name: '张三', uscc: '222623199003174737' });
    expect(made).toMatchObject({ uscc: null, name: null, personRef: 'ref' });
    expect(sealed).toHaveLength(1);
  });

  it('with a wrong code keeps it, for the contract to refuse', () => {
    expect(employer({ name: '长春示例', uscc: '91220101MA0Y1B2C4R' }).made.uscc).toBe('91220101MA0Y1B2C4R');
  });
});
