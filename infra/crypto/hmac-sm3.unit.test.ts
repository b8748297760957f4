import { createHmac } from 'node:crypto';
import { deriveKey, hmacSm3 } from './hmac-sm3.js';

const key = Buffer.alloc(32, 7);

describe('hmacSm3', () => {
  it('is HMAC-SM3 over length-prefixed parts, as other languages can compute it', () => {
    const expected = createHmac('sm3', key).update(Buffer.from('000000023031000000026162', 'hex')).digest('hex');
    expect(hmacSm3(key, '01', 'ab')).toBe(expected);
  });

  it('tells apart lists whose concatenation is the same', () => {
    expect(hmacSm3(key, 'ab', 'c')).not.toBe(hmacSm3(key, 'a', 'bc'));
    expect(hmacSm3(key, 'abc')).not.toBe(hmacSm3(key, 'abc', ''));
  });

  it('counts bytes, not characters', () => {
    expect(hmacSm3(key, '张三')).toMatch(/^[0-9a-f]{64}$/);
    expect(hmacSm3(key, '张', '三')).not.toBe(hmacSm3(key, '张三', ''));
  });
});

describe('deriveKey', () => {
  it('gives 32 bytes that depend on the use', () => {
    expect(deriveKey(key, 'a')).toHaveLength(32);
    expect(deriveKey(key, 'a')).toEqual(deriveKey(key, 'a'));
    expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'));
  });
});
