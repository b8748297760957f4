import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { ServiceFailure } from '../process/service-failure.js';

/** A key under its own name, the thumbprint, so that a name never stands for two keys. */
export type NamedJwk = JsonWebKey & { kid: string };

function keyInvalid(what: string, cause?: unknown): ServiceFailure {
  return new ServiceFailure(
    `The vault key cannot be used: ${what}. Expected a JWK of kty EC with crv P-256, or of kty OKP with crv X25519.`,
    { code: 'KEY_INVALID', retriable: false, cause },
  );
}

/** Members that RFC 7638 takes into the thumbprint, in its order; null for curves that envelopes do not use. */
function thumbprintMembers(jwk: JsonWebKey): object | null {
  const { kty, crv, x, y } = jwk;
  if (kty === 'EC' && crv === 'P-256' && x && y) return { crv, kty, x, y };
  if (kty === 'OKP' && crv === 'X25519' && x) return { crv, kty, x };
  return null;
}

/** RFC 7638 thumbprint, SHA-256, base64url: 43 characters. The same for a private key and its public half. */
export function keyThumbprint(jwk: JsonWebKey): string {
  const members = thumbprintMembers(jwk);
  if (!members) throw keyInvalid(`kty ${jwk.kty}, crv ${jwk.crv}`);
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

/** A private JWK in place of the public one is read as its public half. */
export function importPublicKey(jwk: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key: { ...jwk, d: undefined }, format: 'jwk' });
  } catch (cause) {
    throw keyInvalid('the public key cannot be read', cause);
  }
}

export function importPrivateKey(jwk: JsonWebKey): KeyObject {
  try {
    return createPrivateKey({ key: jwk, format: 'jwk' });
  } catch (cause) {
    throw keyInvalid('the private key cannot be read', cause);
  }
}

/**
 * A new P-256 pair, extractable, each half with its thumbprint as `kid`; for sealing and for signing, never for both.
 *
 * The pair is encoded by its own generation. On Node 20 `KeyObject.export({ format: 'jwk' })` of a key that
 * `generateKeyPairSync` made may never return: it holds the key's lock while it makes strings, and a garbage collection
 * that removes the finished generation just then waits for the same lock.
 */
export function generateP256KeyPair(): { publicJwk: NamedJwk; privateJwk: NamedJwk } {
  const encoding = { format: 'jwk' };
  // A variable, for Node takes these encodings and @types/node does not know them.
  const options = { namedCurve: 'P-256', publicKeyEncoding: encoding, privateKeyEncoding: encoding };
  const pair: unknown = generateKeyPairSync('ec', options as { namedCurve: string });
  const { publicKey, privateKey } = pair as { publicKey: JsonWebKey; privateKey: JsonWebKey };
  const kid = keyThumbprint(publicKey);
  return { publicJwk: { ...publicKey, kid }, privateJwk: { ...privateKey, kid } };
}
