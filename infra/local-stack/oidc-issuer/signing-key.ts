import type { JsonWebKey } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { generateP256KeyPair } from '../../crypto/json-web-key.js';

export type SigningKey = JsonWebKey & { kid: string; use: 'sig'; alg: 'ES256' };

/** Kept in a file, so that tokens outlive a restart of the issuer. */
export function provideSigningKey(file: string): SigningKey {
  if (!existsSync(file)) {
    writeFileSync(`${file}.draft`, JSON.stringify(newKey()), { mode: 0o600 });
    renameSync(`${file}.draft`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as SigningKey;
}

function newKey(): SigningKey {
  return { ...generateP256KeyPair().privateJwk, use: 'sig', alg: 'ES256' };
}
