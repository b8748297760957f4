import { createHmac, hkdfSync } from 'node:crypto';

/** Four bytes of length before each: ('ab','c') and ('a','bc') are different lists and must have different digests. */
function lengthPrefixed(parts: readonly string[]): Buffer {
  const lengths = parts.map((part) => Buffer.byteLength(part, 'utf8'));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  parts.forEach((part, i) => {
    at = bytes.writeUInt32BE(lengths[i] ?? 0, at);
    at += bytes.write(part, at, 'utf8');
  });
  return bytes;
}

/**
 * HMAC-SM3 (GB/T 32905, GB/T 15852.2) over a list of texts.
 *
 * @param parts UTF-8 texts; each is length-prefixed, so that no two lists collide
 * @returns 64 lower-case hex digits
 */
export function hmacSm3(key: Buffer, ...parts: string[]): string {
  return createHmac('sm3', key).update(lengthPrefixed(parts)).digest('hex');
}

/**
 * A 32-byte key for one use out of a master key (HKDF-SM3, RFC 5869): one secret to keep, and no key serves two ends.
 *
 * @param use names the use, e.g. `vault/certificate-index/v1`; changing it changes the key
 */
export function deriveKey(masterKey: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sm3', masterKey, Buffer.alloc(0), Buffer.from(use, 'utf8'), 32));
}
