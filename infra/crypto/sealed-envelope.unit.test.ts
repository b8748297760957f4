import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { createBatchSealer, createUnsealer, generateVaultKeyPair } from './sealed-envelope.js';

const vault = generateVaultKeyPair();
const x25519 = generateKeyPairSync('x25519');
const pairs = [
  ['P-256', vault.publicJwk, vault.privateJwk],
  ['X25519', x25519.publicKey.export({ format: 'jwk' }), x25519.privateKey.export({ format: 'jwk' })],
] as const;
const plain = Buffer.from('{"name":"张三"}');
const unsealFailed = expect.objectContaining({ code: 'UNSEAL_FAILED', retriable: false });

describe.each(pairs)('an envelope sealed to %s', (_curve, publicJwk, privateJwk) => {
  const sealer = createBatchSealer(publicJwk);
  const unsealer = createUnsealer(privateJwk);

  it('opens with the private key, record by record', () => {
    for (const aad of ['a|1|PERSON', 'a|2|PERSON']) {
      expect(unsealer.unseal(sealer.wrappedKey, sealer.seal(plain, aad), aad)).toEqual(plain);
    }
  });

  it('names the recipient by its RFC 7638 thumbprint', async () => {
    const thumbprint = await calculateJwkThumbprint(publicJwk as Parameters<typeof calculateJwkThumbprint>[0]);
    expect(sealer.recipientKeyId).toBe(thumbprint);
    expect(unsealer.keyId).toBe(thumbprint);
  });

  it('does not hold the plain text', () => {
    expect(sealer.seal(plain, '').includes(plain)).toBe(false);
  });

  it('does not open under another reference', () => {
    const sealed = sealer.seal(plain, 'a|1|PERSON');
    expect(() => unsealer.unseal(sealer.wrappedKey, sealed, 'a|2|PERSON')).toThrow(
      expect.objectContaining({ code: 'DECRYPTION_FAILED' }),
    );
  });

  it('does not open with another private key of the same curve', () => {
    const other = createUnsealer(generateVaultKeyPair().privateJwk);
    expect(() => other.unseal(sealer.wrappedKey, sealer.seal(plain, ''), '')).toThrow(unsealFailed);
  });

  it('answers damaged wrapped keys with a failure, wherever the damage is', () => {
    const sealed = sealer.seal(plain, '');
    for (let at = 0; at < sealer.wrappedKey.length; at += 1) {
      const damaged = Buffer.from(sealer.wrappedKey);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      expect(() => unsealer.unseal(damaged, sealed, '')).toThrow(unsealFailed);
      expect(() => unsealer.unseal(sealer.wrappedKey.subarray(0, at), sealed, '')).toThrow(unsealFailed);
    }
  });
});

describe('batches', () => {
  it('have a content key each, and an unsealer opens many of them in any order', () => {
    const sealers = Array.from({ length: 70 }, () => createBatchSealer(vault.publicJwk));
    const sealed = sealers.map((sealer) => ({ key: sealer.wrappedKey, bytes: sealer.seal(plain, 'x') }));
    const unsealer = createUnsealer(vault.privateJwk);
    for (const { key, bytes } of [...sealed, ...sealed.reverse()]) {
      expect(unsealer.unseal(key, bytes, 'x')).toEqual(plain);
    }
  });
});

describe('a vault key', () => {
  it('of another kind is refused with what is expected', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    expect(() => createBatchSealer(rsa)).toThrow(/P-256/);
  });
});
