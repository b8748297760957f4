import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { generateP256KeyPair } from '../../../infra/crypto/json-web-key.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';

const publicMembers = {
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().min(1),
  y: z.string().min(1),
  kid: z.string().min(1),
  /** Whose intake signs with it; a member of our own, as RFC 7517 §4 allows. */
  department: z.string().min(1),
};

/** A set as it is published: what it says beside these members is left out, a private half above all. */
export const publicReceiptKeysSchema = z.object({ keys: z.array(z.object(publicMembers)).min(1) });

const keysFile = z.object({ keys: z.array(z.object({ ...publicMembers, d: z.string().optional() })).min(1) });

/** The newest key comes first and has its private half; older ones only verify what they once signed. */
export type ReceiptKeys = z.infer<typeof keysFile>;
export type PublicReceiptKeys = z.infer<typeof publicReceiptKeysSchema>;

/** The keys of a department's intake with a new one for signing; `earlier` ones lose their private half for good. */
export function withNewReceiptKey(department: string, earlier?: ReceiptKeys): ReceiptKeys {
  const made = { ...generateP256KeyPair().privateJwk, department };
  return keysFile.parse({ keys: [made, ...(earlier === undefined ? [] : publicReceiptKeys(earlier).keys)] });
}

export function publicReceiptKeys(keys: ReceiptKeys): PublicReceiptKeys {
  return publicReceiptKeysSchema.parse(keys);
}

/** @throws ServiceFailure CONFIG_INVALID, never telling what is in the file */
export function readReceiptKeys(file: string, department: string): ReceiptKeys {
  const found = keysFile.safeParse(parsedFile(file));
  if (!found.success) throw unusable(file, 'it is no set of P-256 keys (JWK Set)');
  const [newest] = found.data.keys;
  if (newest?.d === undefined) throw unusable(file, 'its first key has no private half (d)');
  if (found.data.keys.some((key) => key.department !== department)) {
    throw unusable(file, `it holds keys of another department than ${department}`);
  }
  return found.data;
}

function parsedFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    // No cause: a parser quotes what it reads.
    throw unusable(file, error instanceof SyntaxError ? 'it is not JSON' : String((error as { code?: string }).code));
  }
}

function unusable(file: string, what: string): ServiceFailure {
  return new ServiceFailure(
    `RECEIPT_KEYS_FILE ${file} cannot be used: ${what}. hub start and hub deploy prepare write it.`,
    { code: 'CONFIG_INVALID', retriable: false },
  );
}
