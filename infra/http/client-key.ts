import { createHash, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { generateP256KeyPair } from '../crypto/json-web-key.js';
import { ServiceFailure } from '../process/service-failure.js';

/** Signatures that a client may prove itself with: both are short, and a public key is all that the issuer keeps. */
export const CLIENT_KEY_ALGORITHMS = ['ES256', 'EdDSA'] as const;

export type ClientJwk = JsonWebKey & { kid: string; alg: (typeof CLIENT_KEY_ALGORITHMS)[number] };

/** What a client holds: its name, the rights to ask for and the private key that proves it (RFC 7523). */
export type ClientCredential = { clientId: string; scope: string; key: ClientJwk };

const credentialFile = z.object({
  clientId: z.string().min(1),
  scope: z.string(),
  key: z.looseObject({ kid: z.string().min(1), alg: z.enum(CLIENT_KEY_ALGORITHMS), d: z.string().min(1) }),
});

/** A new pair on P-256, which every OAuth library can sign with. */
export function generateClientKey(): { publicKey: ClientJwk; privateKey: ClientJwk } {
  const { publicJwk, privateJwk } = generateP256KeyPair();
  return { publicKey: namedKey(publicJwk), privateKey: { ...privateJwk, alg: 'ES256' } };
}

/**
 * A public key under its own name: the thumbprint (RFC 7638), so that a name never stands for two keys.
 *
 * @throws ServiceFailure CLIENT_KEY_UNUSABLE for any other kind of key, and for one that holds its private half
 */
export function namedKey(jwk: JsonWebKey): ClientJwk {
  const { kty, crv, x, y } = jwk;
  const alg = kty === 'EC' && crv === 'P-256' && y ? 'ES256' : kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : undefined;
  if (alg === undefined || !x || 'd' in jwk) {
    throw new ServiceFailure(
      '不是可登记的公钥：应为 JWK 格式的 P-256 或 Ed25519 公钥，不含私钥部分（d）。Expected a public JWK on P-256 or Ed25519.',
      { code: 'CLIENT_KEY_UNUSABLE', retriable: false },
    );
  }
  const required = alg === 'ES256' ? { crv, kty, x, y } : { crv, kty, x };
  const kid = createHash('sha256').update(JSON.stringify(required)).digest('base64url');
  return { ...required, kid, alg };
}

/**
 * A credential as `hub credentials` wrote it.
 *
 * @throws ServiceFailure CREDENTIAL_UNREADABLE; the content is never quoted
 */
export function readClientCredential(file: string): ClientCredential {
  const parsed = credentialFile.safeParse(contentOf(file));
  if (parsed.success) return parsed.data as ClientCredential;
  throw unreadable(file, '内容不完整');
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    // No cause: a parser quotes what it reads, and this is a private key.
    throw unreadable(file, error instanceof SyntaxError ? '不是 JSON' : ((error as NodeJS.ErrnoException).code ?? ''));
  }
}

function unreadable(file: string, what: string): ServiceFailure {
  return new ServiceFailure(
    `无法使用凭据文件 ${file}：${what}。请确认路径和权限，或用 hub credentials rotate 换发。The credential file is not usable.`,
    { code: 'CREDENTIAL_UNREADABLE', retriable: false, context: { file } },
  );
}
