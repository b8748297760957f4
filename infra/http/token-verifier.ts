import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { HttpProblem } from './http-problem.js';
import { discoverIssuer } from './issuer-discovery.js';
import { createRevocationList, isRevoked, type CurrentRevocations } from './revocation-list.js';
import type { Principal, TokenVerifier } from './route.js';

/** Signatures only: a shared secret would let every verifier issue tokens, and `none` is no signature. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_TOLERANCE_SECONDS = 10;
const JWKS_TIMEOUT_MS = 5_000;
const REVOCATIONS_GRACE_MS = 60_000;

function unauthorized(detail: string, error?: string): HttpProblem {
  return new HttpProblem({
    status: 401,
    code: error ? 'TOKEN_INVALID' : 'TOKEN_MISSING',
    title: '身份未确认',
    detail,
    headers: { 'WWW-Authenticate': error ? `Bearer realm="hub", error="${error}"` : 'Bearer realm="hub"' },
  });
}

function revoked(): HttpProblem {
  return new HttpProblem({
    status: 401,
    code: 'TOKEN_REVOKED',
    title: '凭据已吊销',
    detail: '取得此令牌的凭据已被吊销，请联系平台管理员换发。',
    headers: { 'WWW-Authenticate': 'Bearer realm="hub", error="invalid_token"' },
  });
}

function issuerUnreachable(): HttpProblem {
  return new HttpProblem({
    status: 503,
    code: 'ISSUER_UNREACHABLE',
    title: '认证服务暂时不可用',
    detail: '暂时无法核对访问令牌，请稍后重试。',
    headers: { 'Retry-After': '5' },
  });
}

function bearerToken(header: string | undefined): string {
  if (!header) throw unauthorized('请求没有带访问令牌，请在 Authorization 请求头中提供 Bearer 令牌。');
  const token = /^Bearer +([\w~+/.=-]+)$/i.exec(header)?.[1];
  if (!token) throw unauthorized('Authorization 请求头的格式不正确，应为“Bearer 令牌”。', 'invalid_request');
  return token;
}

function texts(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter(Boolean);
  return Array.isArray(claim) ? claim.filter((item): item is string => typeof item === 'string') : [];
}

/** `scope` as RFC 9068 has it; `scp` and `scopes` are what other issuers call it. A claim that is absent grants nothing. */
function principalOf(claims: JWTPayload): Principal {
  const { sub, department, sources } = claims as JWTPayload & { department?: unknown; sources?: unknown };
  const subject = sub ?? clientOf(claims);
  if (typeof subject !== 'string' || subject === '') throw unauthorized('访问令牌没有说明使用者。', 'invalid_token');
  const { notAfter } = clientKeyOf(claims);
  return {
    subject,
    scopes: new Set([claims['scope'], claims['scp'], claims['scopes']].flatMap(texts)),
    department: typeof department === 'string' && department !== '' ? department : null,
    sources: texts(sources),
    ...(notAfter !== undefined && { keyNotAfter: notAfter * 1000 }),
  };
}

const clientOf = (claims: JWTPayload): unknown => claims['client_id'] ?? claims['azp'];

/** The key that the client proved itself with, where the issuer tells it. */
function clientKeyOf(claims: JWTPayload): { kid: string | undefined; notAfter: number | undefined } {
  const { kid, not_after: notAfter } = (claims['client_key'] ?? {}) as { kid?: unknown; not_after?: unknown };
  return {
    kid: typeof kid === 'string' ? kid : undefined,
    notAfter: typeof notAfter === 'number' ? notAfter : undefined,
  };
}

async function assertNotRevoked(claims: JWTPayload, current: CurrentRevocations): Promise<void> {
  const revocations = await current().catch(() => {
    throw issuerUnreachable();
  });
  const clientId = String(clientOf(claims) ?? claims.sub);
  if (isRevoked(revocations, { clientId, kid: clientKeyOf(claims).kid, issuedAt: claims.iat })) throw revoked();
}

/** Which failures of `jwtVerify` are the token's own; anything else is the issuer's. */
function isTokenFault(error: unknown): boolean {
  const issuerFaults = [errors.JWKSTimeout, errors.JWKSInvalid, errors.JWKInvalid];
  if (issuerFaults.some((fault) => error instanceof fault)) return false;
  // jose throws its bare base class when the key set answers with anything but 200 or JSON.
  return error instanceof errors.JOSEError && error.code !== errors.JOSEError.code;
}

type VerifierOptions = {
  issuerUrl: string;
  audience: string;
  /** Where the list of revocations is, if not where the issuer's metadata say. */
  revocationsUrl?: string;
  revocationsGraceMs?: number;
  onRevocationsFailure?: (error: unknown) => void;
};

type KnownIssuer = { issuer: string; keys: JWTVerifyGetKey; revocations: CurrentRevocations | undefined };

async function knowIssuer(options: VerifierOptions): Promise<KnownIssuer> {
  const { issuer, jwksUri, revocationListUri } = await discoverIssuer(options.issuerUrl);
  const source = options.revocationsUrl ?? revocationListUri;
  return {
    issuer,
    keys: createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: JWKS_TIMEOUT_MS }),
    revocations:
      source === undefined
        ? undefined
        : createRevocationList({
            source,
            graceMs: options.revocationsGraceMs ?? REVOCATIONS_GRACE_MS,
            now: Date.now,
            onFailure: options.onRevocationsFailure ?? (() => undefined),
          }),
  };
}

/**
 * Verifies JWT access tokens (RFC 9068) of one OIDC issuer, and that nobody has revoked what they hang on. Key set and
 * list are found by discovery and cached; nothing is fetched before the first token, so a service starts without its
 * issuer.
 */
export function createTokenVerifier(options: VerifierOptions): TokenVerifier {
  let known: Promise<KnownIssuer> | null = null;

  function knownIssuer(): Promise<KnownIssuer> {
    known ??= knowIssuer(options);
    known.catch(() => (known = null));
    return known;
  }

  return async (header) => {
    const token = bearerToken(header);
    const { issuer, keys, revocations } = await knownIssuer().catch(() => {
      throw issuerUnreachable();
    });
    const { payload } = await jwtVerify(token, keys, {
      ...{ issuer, audience: options.audience, algorithms: ALGORITHMS },
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp'],
    }).catch((error: unknown) => {
      if (!isTokenFault(error)) throw issuerUnreachable();
      throw unauthorized('访问令牌无效或已过期，请重新取得令牌。', 'invalid_token');
    });
    if (revocations) await assertNotRevoked(payload, revocations);
    return principalOf(payload);
  };
}
