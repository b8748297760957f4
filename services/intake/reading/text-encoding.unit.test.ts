import { decideEncoding, detectEncoding } from './text-encoding.js';

/** The first two characters of 报告 in GB18030; they are no UTF-8. */
const GB = [0xb1, 0xa8, 0xb8, 0xe6];

function found(bytes: readonly number[], chunkSize = bytes.length || 1) {
  const detector = detectEncoding();
  for (let at = 0; at < bytes.length; at += chunkSize) detector.push(Uint8Array.from(bytes.slice(at, at + chunkSize)));
  return detector.findings();
}
const utf16 = (text: string) => [...Buffer.from(text, 'utf16le')];
const utf8 = (text: string) => [...Buffer.from(text, 'utf8')];

describe('the encoding of a body', () => {
  it.each([
    ['plain ASCII', utf8('a,b'), 'UTF-8'],
    ['UTF-8', utf8('报告'), 'UTF-8'],
    ['UTF-8 with BOM', utf8('\ufeff报告'), 'UTF-8-BOM'],
    ['GB18030', GB, 'GB18030'],
    ['UTF-16 of spreadsheets', utf16('\ufeff报告\t😀'), 'UTF-16LE'],
  ])('is decided on the bytes: %s', (_name, bytes, expected) => {
    expect(decideEncoding(found(bytes), null, false)).toBe(expected);
    expect(decideEncoding(found(bytes, 1), null, false)).toBe(expected);
  });

  it.each([
    ['neither', [0x61, 0xff, 0xff], null],
    ['UTF-16 with the larger byte first', [0xfe, 0xff, 0x00, 0x61], null],
    ['half a character of UTF-16', [0xff, 0xfe, 0x61], null],
    ['half a surrogate pair', [0xff, 0xfe, 0x3d, 0xd8, 0x61, 0x00], null],
    ['a character cut off at the end', utf8('报').slice(0, 2), 'utf-8'],
    ['GB18030 after a UTF-8 BOM', [0xef, 0xbb, 0xbf, ...GB], null],
    ['not as declared', GB, 'utf-8'],
    ['a charset that nobody reads', utf8('a'), 'big5'],
  ])('is not guessed: %s', (_name, bytes, charset) => {
    expect(() => decideEncoding(found(bytes), charset, false)).toThrow(
      expect.objectContaining({ code: 'ENCODING_UNREADABLE' }),
    );
  });

  it('is as declared where the bytes allow both', () => {
    expect(decideEncoding(found(utf8('a')), 'gbk', false)).toBe('GB18030');
  });

  it('of JSON is UTF-8 alone', () => {
    expect(() => decideEncoding(found(utf16('\ufeff[]')), null, true)).toThrow(
      expect.objectContaining({ code: 'ENCODING_UNREADABLE' }),
    );
    expect(() => decideEncoding(found(GB), null, true)).toThrow(
      expect.objectContaining({ code: 'ENCODING_UNREADABLE' }),
    );
  });
});
