import { z } from 'zod';
import type { Logger } from '../observability/logger.js';
import { createTokenVerifier } from './token-verifier.js';
import type { TokenVerifier } from './route.js';

/** The environment of every service that asks callers who they are. */
export const tokenConfig = {
  OIDC_ISSUER_URL: z.url(),
  OIDC_AUDIENCE: z.string().min(1).default('urn:hub'),
  /** http:, https: or file:. Without it the list that the issuer names in its metadata; if it names none, no list. */
  OIDC_REVOCATIONS_URL: z.url().optional(),
  /** How long the last list counts when it cannot be read any more; then callers get 503. */
  OIDC_REVOCATIONS_GRACE_SECONDS: z.coerce.number().positive().default(60),
};
type TokenConfig = z.infer<z.ZodObject<typeof tokenConfig>>;

const TELL_EVERY_MS = 30_000;

export function tokenVerifierOf(config: TokenConfig, logger: Logger): TokenVerifier {
  let toldAt = Number.NEGATIVE_INFINITY;
  return createTokenVerifier({
    issuerUrl: config.OIDC_ISSUER_URL,
    audience: config.OIDC_AUDIENCE,
    ...(config.OIDC_REVOCATIONS_URL && { revocationsUrl: config.OIDC_REVOCATIONS_URL }),
    revocationsGraceMs: config.OIDC_REVOCATIONS_GRACE_SECONDS * 1000,
    onRevocationsFailure: (err) => {
      if (Date.now() - toldAt < TELL_EVERY_MS) return;
      toldAt = Date.now();
      logger.warn({ err, graceSeconds: config.OIDC_REVOCATIONS_GRACE_SECONDS }, 'the revocation list cannot be read');
    },
  });
}
