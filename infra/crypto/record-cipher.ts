import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ServiceFailure } from '../process/service-failure.js';

/** Encrypts records under one key; `aad` binds a ciphertext to its place, so that rows cannot be swapped. */
export type RecordCipher = {
  /** @returns suite (1) | nonce (12) | ciphertext | tag (16) */
  encrypt(plain: Buffer, aad: string): Buffer;
  /** @throws ServiceFailure DECRYPTION_FAILED (not retriable): wrong key, wrong place, or bytes changed */
  decrypt(sealed: Buffer, aad: string): Buffer;
};

/** AES-256-GCM with a random 96-bit nonce: at most 2^32 records a key (NIST SP 800-38D §8.3). */
const AES_256_GCM = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SUITE = Buffer.from([AES_256_GCM]);
const OVERHEAD = 1 + NONCE_BYTES + TAG_BYTES;

function decryptionFailed(what: string, cause?: unknown): ServiceFailure {
  return new ServiceFailure(
    `A sealed record could not be opened: ${what}. Check that key and record belong together.`,
    { code: 'DECRYPTION_FAILED', retriable: false, cause },
  );
}

/** Random bytes are drawn for many nonces at once: asking the generator costs as much as encrypting a record. */
const NONCES_DRAWN = 512;
let drawn = Buffer.alloc(0);

/** A nonce that was never given before. */
function newNonce(): Buffer {
  if (drawn.length === 0) drawn = randomBytes(NONCES_DRAWN * NONCE_BYTES);
  const nonce = drawn.subarray(0, NONCE_BYTES);
  drawn = drawn.subarray(NONCE_BYTES);
  return nonce;
}

function encrypt(key: Buffer, plain: Buffer, aad: string): Buffer {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(aad, 'utf8'));
  // GCM is a stream cipher: all of the ciphertext comes from update, final has nothing left to give.
  const ciphertext = cipher.update(plain);
  cipher.final();
  return Buffer.concat([SUITE, nonce, ciphertext, cipher.getAuthTag()], OVERHEAD + plain.length);
}

function decrypt(key: Buffer, sealed: Buffer, aad: string): Buffer {
  if (sealed.length < OVERHEAD) throw decryptionFailed(`${sealed.length} bytes, at least ${OVERHEAD} expected`);
  if (sealed[0] !== AES_256_GCM) throw decryptionFailed(`suite ${sealed[0]}, expected ${AES_256_GCM}`);
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(aad, 'utf8')).setAuthTag(tag);
    const ciphertext = sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch (cause) {
    throw decryptionFailed('the authentication tag does not match', cause);
  }
}

/**
 * @param key 32 bytes
 * @throws ServiceFailure KEY_INVALID on any other length
 */
export function createRecordCipher(key: Buffer): RecordCipher {
  if (key.length !== KEY_BYTES) {
    throw new ServiceFailure(
      `A record key has ${key.length} bytes; expected ${KEY_BYTES} (base64 of 32 random bytes).`,
      {
        code: 'KEY_INVALID',
        retriable: false,
      },
    );
  }
  return { encrypt: (plain, aad) => encrypt(key, plain, aad), decrypt: (sealed, aad) => decrypt(key, sealed, aad) };
}
