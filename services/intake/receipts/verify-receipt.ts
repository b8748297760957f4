import { base64url, compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { z } from 'zod';
import type { PublicReceiptKeys } from './receipt-keys.js';
import { SIGNATURE_ALGORITHM, signedBytes } from './sign-receipt.js';

export type ReceiptVerdict =
  /** Nothing that was signed has changed since; the key says whose intake signed it. */
  | { kind: 'genuine'; kid: string; department: string; receipt: SignedReceipt }
  /** Something that was signed has changed, or the signature is another's. */
  | { kind: 'altered'; kid: string }
  /** Signed with a key that is not among those given. */
  | { kind: 'key-unknown'; kid: string }
  /** Not a receipt, or one without a signature (of a dry run, or of the time before receipts were signed). */
  | { kind: 'unsigned' };

const count = z.int().min(0);

/** What a verified receipt says, as far as it is told to people. */
const signedReceipt = z.object({
  batchId: z.string(),
  sourceId: z.string(),
  feed: z.string(),
  acceptedAt: z.string(),
  format: z.string(),
  bodyDigest: z.string(),
  bodyBytes: count,
  rows: z.object({
    submitted: count,
    new: count,
    corrected: count,
    retracted: count,
    unchanged: count,
    rejected: count,
  }),
  warnings: count,
});
export type SignedReceipt = z.infer<typeof signedReceipt>;

const header = z.object({ alg: z.literal(SIGNATURE_ALGORITHM), kid: z.string(), members: z.array(z.string()) });

/** Tells whether a receipt is what the hub once signed, from the receipt and the public keys alone. */
export async function verifyReceipt(receipt: unknown, { keys }: PublicReceiptKeys): Promise<ReceiptVerdict> {
  const signature = z.object({ signature: z.string() }).safeParse(receipt).data?.signature;
  const read = signature === undefined ? undefined : headerOf(signature);
  if (signature === undefined || read === undefined) return { kind: 'unsigned' };
  const { kid, members } = read;
  const key = keys.find((candidate) => candidate.kid === kid);
  if (!key) return { kind: 'key-unknown', kid };
  const signed = signedReceipt.safeParse(receipt);
  const isSaid = Object.keys(signedReceipt.shape).every((name) => members.includes(name));
  if (!signed.success || !isSaid) return { kind: 'altered', kid };
  const isGenuine = await isSignedWith(key, signature, receipt as object, members);
  return isGenuine
    ? { kind: 'genuine', kid, department: key.department, receipt: signed.data }
    : { kind: 'altered', kid };
}

function headerOf(signature: string): z.infer<typeof header> | undefined {
  try {
    return header.safeParse(decodeProtectedHeader(signature)).data;
  } catch {
    return undefined;
  }
}

async function isSignedWith(
  key: PublicReceiptKeys['keys'][number],
  signature: string,
  receipt: object,
  members: readonly string[],
): Promise<boolean> {
  const [protectedHeader, , value] = signature.split('.');
  try {
    const payload = base64url.encode(signedBytes(receipt, members));
    const whole = `${protectedHeader}.${payload}.${value}`;
    await compactVerify(whole, await importJWK(key, SIGNATURE_ALGORITHM), { algorithms: [SIGNATURE_ALGORITHM] });
    return true;
  } catch {
    return false;
  }
}
