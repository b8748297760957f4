import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { ServiceFailure } from '../process/service-failure.js';
import { importPrivateKey, importPublicKey, keyThumbprint } from './json-web-key.js';
import { createRecordCipher } from './record-cipher.js';
import type { RecordCipher } from './record-cipher.js';

/** The private half never leaves the vault. */
export { generateP256KeyPair as generateVaultKeyPair } from './json-web-key.js';

/*
 * Terminology. A *batch* of records has one random *content key*; the content key is *wrapped* for the recipient by an
 * ephemeral Diffie-Hellman key. Only the holder of the recipient's private key can open a record, the sender included.
 *
 * wrappedKey = suite (1) | length of the ephemeral key (2, big endian) | ephemeral public key, SPKI DER | AES-KW (40)
 * sealed     = as `record-cipher.ts`
 */

/** ECDH-ES + HKDF-SHA-256 + AES-256 key wrap (RFC 3394), AES-256-GCM a record. The curve is the recipient's. */
export const ENVELOPE_SUITE = 'ECDH-ES+A256KW/A256GCM';
const SUITE_ID = 1;
const KEY_WRAP_IV = Buffer.alloc(8, 0xa6);
const WRAPPED_BYTES = 40;
const HEADER_BYTES = 3;
/** Content keys kept by an unsealer; the records of a batch arrive together. */
const REMEMBERED_KEYS = 64;

export type BatchSealer = {
  suite: string;
  recipientKeyId: string;
  wrappedKey: Buffer;
  seal(plain: Buffer, aad: string): Buffer;
};

export type Unsealer = { keyId: string; unseal(wrappedKey: Buffer, sealed: Buffer, aad: string): Buffer };

function unsealFailed(what: string, cause?: unknown): ServiceFailure {
  return new ServiceFailure(`A sealed envelope could not be opened: ${what}. Check which vault key it was sealed to.`, {
    code: 'UNSEAL_FAILED',
    retriable: false,
    cause,
  });
}

function ephemeralPair(recipient: KeyObject): { publicKey: KeyObject; privateKey: KeyObject } {
  return recipient.asymmetricKeyType === 'x25519'
    ? generateKeyPairSync('x25519')
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** Both keys enter the derivation, so that a wrapped key cannot be passed off as made for another recipient. */
function wrappingKey(privateKey: KeyObject, publicKey: KeyObject, ephemeral: Buffer, recipientKeyId: string): Buffer {
  const secret = diffieHellman({ privateKey, publicKey });
  const info = Buffer.concat([Buffer.from(`${ENVELOPE_SUITE}|${recipientKeyId}|`, 'utf8'), ephemeral]);
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, 32));
}

function wrap(recipient: KeyObject, recipientKeyId: string, contentKey: Buffer): Buffer {
  const pair = ephemeralPair(recipient);
  const ephemeral = pair.publicKey.export({ type: 'spki', format: 'der' });
  const cipher = createCipheriv(
    'id-aes256-wrap',
    wrappingKey(pair.privateKey, recipient, ephemeral, recipientKeyId),
    KEY_WRAP_IV,
  );
  const header = Buffer.from([SUITE_ID, ephemeral.length >> 8, ephemeral.length & 0xff]);
  return Buffer.concat([header, ephemeral, cipher.update(contentKey), cipher.final()]);
}

function unwrap(privateKey: KeyObject, keyId: string, wrappedKey: Buffer): Buffer {
  if (wrappedKey[0] !== SUITE_ID) throw unsealFailed(`suite ${wrappedKey[0]}, expected ${SUITE_ID}`);
  const end = wrappedKey.length < HEADER_BYTES ? 0 : HEADER_BYTES + wrappedKey.readUInt16BE(1);
  if (wrappedKey.length !== end + WRAPPED_BYTES) throw unsealFailed(`${wrappedKey.length} bytes of wrapped key`);
  const ephemeral = wrappedKey.subarray(HEADER_BYTES, end);
  try {
    const publicKey = createPublicKey({ key: ephemeral, type: 'spki', format: 'der' });
    const decipher = createDecipheriv(
      'id-aes256-wrap',
      wrappingKey(privateKey, publicKey, ephemeral, keyId),
      KEY_WRAP_IV,
    );
    return Buffer.concat([decipher.update(wrappedKey.subarray(end)), decipher.final()]);
  } catch (cause) {
    throw unsealFailed('the content key was not wrapped for this vault key', cause);
  }
}

/**
 * Seals the records of one batch; make a new one for each batch.
 *
 * @throws ServiceFailure KEY_INVALID when the JWK is neither P-256 nor X25519
 */
export function createBatchSealer(recipientPublicJwk: JsonWebKey): BatchSealer {
  const recipientKeyId = keyThumbprint(recipientPublicJwk);
  const contentKey = randomBytes(32);
  const cipher = createRecordCipher(contentKey);
  return {
    suite: ENVELOPE_SUITE,
    recipientKeyId,
    wrappedKey: wrap(importPublicKey(recipientPublicJwk), recipientKeyId, contentKey),
    seal: (plain, aad) => cipher.encrypt(plain, aad),
  };
}

/**
 * Opens what was sealed to a private key.
 *
 * `unseal` throws ServiceFailure UNSEAL_FAILED (foreign or damaged wrapped key) or DECRYPTION_FAILED (wrong `aad` or
 * changed bytes), neither retriable.
 */
export function createUnsealer(privateJwk: JsonWebKey): Unsealer {
  const keyId = keyThumbprint(privateJwk);
  const privateKey = importPrivateKey(privateJwk);
  const remembered = new Map<string, RecordCipher>();

  function cipherOf(wrappedKey: Buffer): RecordCipher {
    const name = wrappedKey.toString('base64');
    const known = remembered.get(name);
    if (known) return known;
    const cipher = createRecordCipher(unwrap(privateKey, keyId, wrappedKey));
    const oldest = remembered.size < REMEMBERED_KEYS ? undefined : remembered.keys().next().value;
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(name, cipher);
    return cipher;
  }

  return { keyId, unseal: (wrappedKey, sealed, aad) => cipherOf(wrappedKey).decrypt(sealed, aad) };
}
