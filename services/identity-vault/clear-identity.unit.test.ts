import { identityIndexes, normaliseCertificateNumber, normaliseName } from './clear-identity.js';
import type { ClearIdentity } from './clear-identity.js';

const key = Buffer.alloc(32, 3);
// GB 11643-1999's own example.
const identity: ClearIdentity = {
  certificateType: '01',
  certificateNumber: '11010519491231002X',
  name: '张三',
  birthDate: '1949-12-31',
  sex: '2',
  telephone: null,
};

describe('a certificate number', () => {
  it('is the same in 15 and 18 digits, small and capital x, full and half width', () => {
    const spellings = [
      '11010519491231002X',
      '11010519491231002x',
      '１１０１０５１９４９１２３１００２Ｘ',
      '110105491231002',
    ];
    const normalised = new Set(spellings.map((number) => normaliseCertificateNumber('01', number)));
    expect(normalised).toEqual(new Set(['11010519491231002X']));
  });

  it.each([
    ['01', null],
    ['01', ''],
    ['01', '000000000000000000'],
    ['01', '110105194912310021'],
    ['06', '无'],
    ['06', '不详不详不详'],
    ['06', '0000000'],
    ['06', 'E123'],
  ])('of type %s that reads %j identifies nobody', (type, number) => {
    expect(normaliseCertificateNumber(type, number)).toBeNull();
  });

  it('of a passport is kept in capitals', () => {
    expect(normaliseCertificateNumber('06', ' e1234-5678')).toBe('E12345678');
  });
});

describe('a name', () => {
  it.each([
    ['买买提·吐尔逊', '买买提•吐尔逊'],
    ['张 三', '张三'],
    ['John Smith', 'JOHN  SMITH'],
  ])('%s is %s', (one, other) => expect(normaliseName(one)).toBe(normaliseName(other)));
});

describe('indexes', () => {
  const indexes = identityIndexes(key, identity);

  it('say sex and birth year, and nothing else in clear', () => {
    expect(indexes).toMatchObject({ sex: '2', birthYear: 1949 });
    expect(JSON.stringify(indexes)).not.toMatch(/张三|110105/);
  });

  it('tell certificate types apart, and depend on the key', () => {
    const passport = { ...identity, certificateType: '06' };
    expect(identityIndexes(key, passport).certificateIndex).not.toBe(indexes.certificateIndex);
    expect(identityIndexes(Buffer.alloc(32, 4), identity).certificateIndex).not.toBe(indexes.certificateIndex);
  });

  it('see a changed telephone as another statement of the same person', () => {
    const moved = identityIndexes(key, { ...identity, telephone: '13800000000' });
    expect(moved).toMatchObject({ certificateIndex: indexes.certificateIndex, nameIndex: indexes.nameIndex });
    expect(moved.contentIndex).not.toBe(indexes.contentIndex);
  });

  it('read an unknown sex as not stated', () => {
    expect(identityIndexes(key, { ...identity, sex: '9', birthDate: null })).toMatchObject({
      sex: null,
      birthYear: null,
    });
  });
});
