import { randomBytes, randomUUID } from 'node:crypto';
import { deriveKey } from '../../infra/crypto/hmac-sm3.js';
import { createRecordCipher } from '../../infra/crypto/record-cipher.js';

/** A sealing key as it lies in the database. */
export type WrappedKey = { keyId: string; wrappedKey: Buffer };

/** The vault's secrets, each derived from the master key for one use. */
export type SealingKeys = {
  /** For blind indexes. */
  indexKey: Buffer;
  create(): WrappedKey;
  /** Encrypts under a sealing key; `place` names the row, so that rows cannot be exchanged. */
  seal(key: WrappedKey, value: object, place: string): Buffer;
  /** @throws ServiceFailure DECRYPTION_FAILED, e.g. under another master key */
  open(key: WrappedKey, sealed: Buffer, place: string): unknown;
};

/** @param masterKey 32 bytes; losing it loses every identity, changing it makes every index another */
export function createSealingKeys(masterKey: Buffer): SealingKeys {
  const wrapping = createRecordCipher(deriveKey(masterKey, 'identity-vault/key-wrapping/v1'));
  const cipherOf = (key: WrappedKey) => createRecordCipher(wrapping.decrypt(key.wrappedKey, key.keyId));
  return {
    indexKey: deriveKey(masterKey, 'identity-vault/blind-index/v1'),
    create: () => {
      const keyId = randomUUID();
      return { keyId, wrappedKey: wrapping.encrypt(randomBytes(32), keyId) };
    },
    seal: (key, value, place) => cipherOf(key).encrypt(Buffer.from(JSON.stringify(value), 'utf8'), place),
    open: (key, sealed, place) => JSON.parse(cipherOf(key).decrypt(sealed, place).toString('utf8')) as unknown,
  };
}

/** The place of a statement or text: its primary key. */
export function placeOf(row: { sourceId: string; reference: string; contentIndex: string }): string {
  return `${row.sourceId}|${row.reference}|${row.contentIndex}`;
}
