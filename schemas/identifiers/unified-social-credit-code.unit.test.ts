import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { schemasFolder } from '../own-files.js';
import {
  checkUnifiedSocialCreditCode,
  normaliseUnifiedSocialCreditCode,
  organisationCheckCharacter,
  usccCheckCharacter,
} from './unified-social-credit-code.js';
import { unifiedSocialCreditProblems } from './unified-social-credit-problems.js';

type Vectors = { valid: { value: string }[]; invalid: { value: string; why: string; problems: string[] }[] };
const file = join(schemasFolder(), 'identifiers', 'test-vectors.json');
const vectors = (JSON.parse(readFileSync(file, 'utf8')) as { unifiedSocialCreditCode: Vectors })
  .unifiedSocialCreditCode;

const codesOf = (text: string) => {
  const check = checkUnifiedSocialCreditCode(text);
  return (check.ok ? check.warnings : check.problems).map(({ code }) => code);
};
const withChecks = (first8: string, organisation8: string) => {
  const first17 = first8 + organisation8 + organisationCheckCharacter(organisation8);
  return first17 + usccCheckCharacter(first17);
};
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('the test vectors', () => {
  it.each(vectors.valid)('$value is accepted without a warning', ({ value }) => {
    expect(checkUnifiedSocialCreditCode(value)).toMatchObject({ ok: true, value, warnings: [] });
  });

  it.each(vectors.invalid)('$value is refused: $why', ({ value, problems }) => {
    expect(checkUnifiedSocialCreditCode(value).ok).toBe(false);
    expect(codesOf(value)).toEqual(problems);
  });
});

describe('an accepted code', () => {
  it('states kind, registrar and organisation code', () => {
    expect(checkUnifiedSocialCreditCode('91220101MA0Y1B2C4Q')).toEqual({
      ok: true,
      value: '91220101MA0Y1B2C4Q',
      kindCode: '91',
      kindName: '企业',
      registrarDivisionCode: '220101',
      organisationCode: 'MA0Y1B2C4',
      warnings: [],
    });
  });

  it('may be typed full-width, spaced, hyphenated and in lower case', () => {
    expect(checkUnifiedSocialCreditCode(' 91220101－ｍａ0y 1B2C4Q')).toMatchObject({
      ok: true,
      value: '91220101MA0Y1B2C4Q',
    });
  });

  it.each([
    ['an unknown registrar', withChecks('F1220100', '70112234'), ['USCC_REGISTRAR']],
    ['an unknown province', withChecks('91990100', '70112234'), ['USCC_REGISTRAR_DIVISION']],
    ['an unknown prefecture of Jilin', withChecks('91227701', '70112234'), ['USCC_REGISTRAR_DIVISION']],
    ['a development zone as registrar', withChecks('91220171', '70112234'), []],
    ['a county once under the province', withChecks('91229005', '70112234'), []],
    ['the state as registrar', withChecks('91100000', '70112234'), []],
  ])('with %s is still accepted', (_, value, warnings) => {
    expect(checkUnifiedSocialCreditCode(value)).toMatchObject({ ok: true });
    expect(codesOf(value)).toEqual(warnings);
  });

  it('with a wrong organisation check gets a warning', () => {
    const right = withChecks('91220100', '70112234');
    const other = right.charAt(16) === '0' ? '1' : '0';
    const first17 = right.slice(0, 16) + other;
    expect(codesOf(first17 + usccCheckCharacter(first17))).toEqual(['USCC_ORGANISATION_CHECK']);
  });
});

describe('a refused code', () => {
  it.each([
    ['9.12205017445567E+17', 'USCC_SPREADSHEET_NUMBER'],
    ['9122A101MA0Y1B2C4Q', 'USCC_CHARACTER'],
    ['9122O1O1MA0Y1B2C4Q', 'USCC_CHARACTER'],
    ['74455667-7', 'USCC_LENGTH'],
    ['', 'USCC_LENGTH'],
  ])('%s is %s', (text, code) => {
    expect(codesOf(text)).toEqual([code]);
  });

  it('is never quoted in a sentence, and every sentence exists in both languages', () => {
    for (const { code, zh, en } of Object.values(unifiedSocialCreditProblems)) {
      expect(code).toMatch(/^USCC_[A-Z_]+$/);
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(en).toMatch(/\.$/);
    }
    expect(JSON.stringify(checkUnifiedSocialCreditCode('91220101MA0Y1B2C4R'))).not.toContain('MA0Y1B2C4');
  });
});

describe('for any code', () => {
  const character = fc.constantFrom(...ALPHABET);
  const first17 = fc.string({ unit: character, minLength: 17, maxLength: 17 });

  it('changing any one of its 18 characters breaks the check', () => {
    fc.assert(
      fc.property(first17, fc.nat(17), character, (start, at, other) => {
        const good = start + usccCheckCharacter(start);
        fc.pre(good[at] !== other);
        const bad = good.slice(0, at) + other + good.slice(at + 1);
        expect(usccCheckCharacter(bad.slice(0, 17))).not.toBe(bad.at(-1));
      }),
    );
  });

  it('normalising twice is normalising once, for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseUnifiedSocialCreditCode(text);
        expect(normaliseUnifiedSocialCreditCode(once)).toBe(once);
      }),
    );
  });

  it('no text makes the check throw', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: character, minLength: 18, maxLength: 18 }));
    fc.assert(fc.property(texts, (text) => expect(typeof checkUnifiedSocialCreditCode(text).ok).toBe('boolean')));
  });

  it('a check character is computed from 17, or 8, characters of the alphabet only', () => {
    expect(() => usccCheckCharacter('91220101MA0Y1B2I4')).toThrow(RangeError);
    expect(() => organisationCheckCharacter('MA0Y1B2')).toThrow(RangeError);
  });
});
