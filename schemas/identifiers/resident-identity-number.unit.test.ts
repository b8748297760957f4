import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { schemasFolder } from '../own-files.js';
import {
  checkResidentIdentityNumber,
  looksLikeResidentIdentityNumber,
  normaliseResidentIdentityNumber,
  residentIdentityCheckDigit,
} from './resident-identity-number.js';
import { residentIdentityProblems } from './resident-identity-problems.js';

type Vectors = {
  on: string;
  valid: { value: string }[];
  invalid: { value: string; why: string; problems: string[] }[];
  normalised: { value: string; why: string; becomes: string }[];
  neverIssued: { values: string[] };
};
const file = join(schemasFolder(), 'identifiers', 'test-vectors.json');
const vectors = (JSON.parse(readFileSync(file, 'utf8')) as { residentIdentityNumber: Vectors }).residentIdentityNumber;

const codesOf = (text: string, on?: string) => {
  const check = checkResidentIdentityNumber(text, on === undefined ? {} : { on });
  return (check.ok ? check.warnings : check.problems).map(({ code }) => code);
};
const withCheckDigit = (first17: string) => first17 + residentIdentityCheckDigit(first17);

describe('the test vectors', () => {
  it.each([...vectors.valid.map(({ value }) => value), ...vectors.neverIssued.values])('%s is accepted', (value) => {
    expect(checkResidentIdentityNumber(value)).toMatchObject({ ok: true, value });
  });

  it.each(vectors.invalid)('$value is refused: $why', ({ value, problems }) => {
    expect(checkResidentIdentityNumber(value, { on: vectors.on }).ok).toBe(false);
    expect(codesOf(value, vectors.on)).toEqual(problems);
  });

  it.each(vectors.normalised)('$value becomes $becomes: $why', ({ value, becomes }) => {
    expect(normaliseResidentIdentityNumber(value)).toBe(becomes);
    expect(checkResidentIdentityNumber(value)).toMatchObject({ ok: true, value: becomes });
  });
});

describe('an accepted number', () => {
  it('states birth date, sex and the division by its name at birth', () => {
    expect(checkResidentIdentityNumber('220381198301013115')).toEqual({
      ok: true,
      value: '220381198301013115',
      birthDate: '1983-01-01',
      sex: '1',
      divisionCode: '220381',
      divisionName: '公主岭市',
      warnings: [],
    });
    expect(checkResidentIdentityNumber(withCheckDigit('22010519900101002'))).toMatchObject({
      divisionName: '二道河子区',
      sex: '2',
    });
  });

  it('outside Jilin names the province, and accepts any division of a real one', () => {
    expect(checkResidentIdentityNumber('11010519491231002X')).toMatchObject({ divisionName: '北京市' });
    expect(codesOf(withCheckDigit('77010519491231002'))).toEqual(['ID_DIVISION']);
  });

  it('may be typed full-width, spaced, hyphenated and in lower case', () => {
    const typed = '\u3000２２０２０３ 1969-1130—045ｘ\u2060\u200B';
    expect(checkResidentIdentityNumber(typed)).toMatchObject({ ok: true, value: '22020319691130045X' });
  });

  it('warns when it was extended from 15 digits', () => {
    expect(codesOf('220104850312001')).toEqual(['ID_FIRST_GENERATION']);
  });
});

describe('a date of the event', () => {
  it.each([
    ['2001-03-11', ['ID_AGE_BELOW_16']],
    ['2001-03-12', []],
    ['2056-03-11', []],
    ['2056-03-12', ['ID_AGE_ABOVE_70']],
    ['1985-03-12', ['ID_AGE_BELOW_16']],
    ['1985-03-11', ['ID_BIRTH_IN_FUTURE']],
  ])('of %s gives %j for a birth on 1985-03-12', (on, codes) => {
    expect(codesOf('220104198503120011', on)).toEqual(codes);
  });

  it('refuses a birth before 1900, on which the standard itself only gets a warning', () => {
    expect(codesOf('440524188001010014')).toEqual(['ID_BIRTH_BEFORE_1900']);
    expect(checkResidentIdentityNumber('440524188001010014', { on: '2024-01-01' }).ok).toBe(false);
  });
});

describe('a refused number', () => {
  it('gets all its problems at once', () => {
    expect(codesOf('229999198502300011')).toEqual(['ID_DIVISION', 'ID_BIRTH_DATE', 'ID_CHECK_DIGIT']);
  });

  it.each([
    ['2.20104198503120E+17', 'ID_SPREADSHEET_NUMBER'],
    ['22010419850312001Y', 'ID_CHARACTER'],
    ['22010419850312X011', 'ID_CHARACTER'],
    ['22010419850312001张', 'ID_CHARACTER'],
    ['', 'ID_LENGTH'],
  ])('%s is %s', (text, code) => {
    expect(codesOf(text)).toEqual([code]);
  });

  it('is never quoted in a sentence, and every sentence exists in both languages', () => {
    for (const { code, zh, en } of Object.values(residentIdentityProblems)) {
      expect(code).toMatch(/^ID_[A-Z0-9_]+$/);
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(en).toMatch(/\.$|please verify\.$/);
    }
    const check = checkResidentIdentityNumber('220104198503120012');
    expect(JSON.stringify(check)).not.toContain('220104198503120012');
  });

  it('cannot have its check digit computed from anything but 17 digits', () => {
    expect(() => residentIdentityCheckDigit('2201041985031200')).toThrow(RangeError);
    expect(() => residentIdentityCheckDigit('2201041985031200X')).toThrow(RangeError);
  });
});

describe('for any number', () => {
  const digits17 = fc.stringMatching(/^\d{17}$/);

  it('changing any one of its 18 characters breaks the check', () => {
    fc.assert(
      fc.property(digits17, fc.nat(17), fc.integer({ min: 1, max: 9 }), (first17, at, shift) => {
        const good = withCheckDigit(first17);
        const old = good.charAt(at);
        const other = old === 'X' ? String(shift) : String((Number(old) + shift) % 10);
        const bad = good.slice(0, at) + other + good.slice(at + 1);
        expect(residentIdentityCheckDigit(bad.slice(0, 17))).not.toBe(bad.at(-1));
      }),
    );
  });

  it('exchanging two different neighbours among the digits breaks the check', () => {
    fc.assert(
      fc.property(digits17, fc.nat(15), (first17, at) => {
        fc.pre(first17[at] !== first17[at + 1]);
        const swapped = `${first17.slice(0, at)}${first17[at + 1]}${first17[at]}${first17.slice(at + 2)}`;
        expect(residentIdentityCheckDigit(swapped)).not.toBe(residentIdentityCheckDigit(first17));
      }),
    );
  });

  it('normalising twice is normalising once, for any text at all', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[0-9０-９ \-–]{15,22}$/),
      fc.stringMatching(/^\d{15}$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const once = normaliseResidentIdentityNumber(text);
        expect(normaliseResidentIdentityNumber(once)).toBe(once);
      }),
    );
  });

  it('a real birth date and a known address with the right check digit are accepted as stated', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2025-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.stringMatching(/^\d{3}$/), (date, serial) => {
        const birthDate = date.toISOString().slice(0, 10);
        const value = withCheckDigit(`222521${birthDate.replaceAll('-', '')}${serial}`);
        const sex = Number(serial[2]) % 2 === 1 ? '1' : '2';
        expect(checkResidentIdentityNumber(value)).toMatchObject({ ok: true, value, birthDate, sex });
      }),
    );
  });
});

describe('a text that must not hold an identity number', () => {
  it.each([
    '222521198503120011',
    'JL-222521198503120011',
    '身份证号：2225 2119 8503 1200 11，手机…',
    'x222522199006１７１０２ｘ',
    '00222521198503120011',
    'old card 220104850312001.',
  ])('is caught: %s', (text) => {
    expect(looksLikeResidentIdentityNumber(text, { on: '2026-01-01' })).toBe(true);
    expect(looksLikeResidentIdentityNumber(text)).toBe(true);
  });

  it.each([
    '',
    '工伤认定〔2024〕第00123号',
    '91220101MA0Y1B2C4Q',
    '13812341234',
    '222521198503120012',
    '202403150000123',
  ])('is let through: %s', (text) => {
    expect(looksLikeResidentIdentityNumber(text)).toBe(false);
  });

  it('is let through as a case number of division, day and serial, when the day of the event is known', () => {
    const caseNumbers = Array.from({ length: 200 }, (_, i) => `22010420240315${String(i).padStart(4, '0')}`);
    const caught = (options: { on?: string }) =>
      caseNumbers.filter((number) => looksLikeResidentIdentityNumber(number, options)).length;
    expect(caught({ on: '2024-03-20' })).toBe(0);
    expect(caught({})).toBeGreaterThan(0);
    expect(looksLikeResidentIdentityNumber('220104240315001', { on: '2024-03-20' })).toBe(false);
  });
});
