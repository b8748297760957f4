import canonicalize from 'canonicalize';
import { CompactSign, importJWK } from 'jose';
import type { Receipt } from './receipt.js';
import type { ReceiptKeys } from './receipt-keys.js';

export const SIGNATURE_ALGORITHM = 'ES256';

/**
 * What will never change of a receipt. States, findings and words may: they say how things stand, or follow the software.
 * The list goes into the signature's header, so that a receipt of today can be verified when the list has grown.
 */
const SIGNED_MEMBERS = [
  ...['batchId', 'sourceId', 'feed', 'eventType', 'acceptedAt', 'asOf', 'mode', 'atomic'],
  ...['format', 'encoding', 'bodyDigest', 'bodyBytes', 'rows', 'warnings'],
] as const;

/** @returns a JWS (RFC 7515) in compact form, detached: what it signs is in the receipt already */
export type SignReceipt = (receipt: Receipt) => Promise<string>;

/** @param keys the first of them signs */
export function createReceiptSigner({ keys: [newest] }: ReceiptKeys): SignReceipt {
  const key = importJWK({ ...newest }, SIGNATURE_ALGORITHM);
  key.catch(() => undefined); // told to whoever signs
  return async (receipt) => {
    const header = { alg: SIGNATURE_ALGORITHM, kid: newest?.kid ?? '', members: [...SIGNED_MEMBERS] };
    const signing = new CompactSign(signedBytes(receipt, SIGNED_MEMBERS)).setProtectedHeader(header);
    const [protectedHeader, , signature] = (await signing.sign(await key)).split('.');
    return `${protectedHeader}..${signature}`;
  };
}

/** RFC 8785 JSON of some members of a receipt, in UTF-8. */
export function signedBytes(receipt: object, members: readonly string[]): Uint8Array {
  const part = Object.entries(receipt).filter(([name]) => members.includes(name));
  return new TextEncoder().encode(canonicalize(Object.fromEntries(part)));
}
