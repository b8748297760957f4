import fc from 'fast-check';
import { createRecordCipher } from './record-cipher.js';

const cipher = createRecordCipher(Buffer.alloc(32, 1));

describe('a record cipher', () => {
  it('gives back what it encrypted, whatever the bytes and the place', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, aad) => {
        const plain = Buffer.from(bytes);
        expect(cipher.decrypt(cipher.encrypt(plain, aad), aad)).toEqual(plain);
      }),
    );
  });

  it('never gives the same ciphertext twice', () => {
    const plain = Buffer.from('x');
    expect(cipher.encrypt(plain, '')).not.toEqual(cipher.encrypt(plain, ''));
  });

  it('refuses a record in another place, a changed byte, another key and a truncation', () => {
    const sealed = cipher.encrypt(Buffer.from('secret'), 'row 1');
    const failed = expect.objectContaining({ code: 'DECRYPTION_FAILED', retriable: false });
    expect(() => cipher.decrypt(sealed, 'row 2')).toThrow(failed);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => cipher.decrypt(changed, 'row 1')).toThrow(failed);
    }
    expect(() => createRecordCipher(Buffer.alloc(32, 2)).decrypt(sealed, 'row 1')).toThrow(failed);
    expect(() => cipher.decrypt(sealed.subarray(0, 20), 'row 1')).toThrow(failed);
  });

  it('takes keys of 32 bytes only', () => {
    expect(() => createRecordCipher(Buffer.alloc(16))).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }));
  });
});
