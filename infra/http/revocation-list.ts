import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ServiceFailure } from '../process/service-failure.js';

/** Epoch seconds: a token that was issued before is refused. */
const before = z.number().int();

/** What an issuer (or a watched file) says is void before its time. Whatever else stands in it is left alone. */
export const revocationsSchema = z.object({
  clients: z.array(z.object({ clientId: z.string(), before })).default([]),
  /** By the key that the client proved itself with: the token names it in `client_key.kid`. */
  keys: z.array(z.object({ kid: z.string(), before })).default([]),
});
export type Revocations = z.infer<typeof revocationsSchema>;

/** @throws ServiceFailure REVOCATIONS_UNKNOWN when the list could not be read for too long */
export type CurrentRevocations = () => Promise<Revocations>;

/** Refused within 5 s is the promise: 2 s of age, a second for asking, and something to spare. */
const MAX_AGE_MS = 2_000;
const ASK_TIMEOUT_MS = 1_000;

async function ask(source: string): Promise<Revocations> {
  const url = new URL(source);
  if (url.protocol === 'file:') {
    return revocationsSchema.parse(JSON.parse(await readFile(fileURLToPath(url), 'utf8')));
  }
  const answer = await fetch(url, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return revocationsSchema.parse(await answer.json());
}

/**
 * The list behind `source` (http:, https: or file:), never older than two seconds while it can be read. It is asked
 * for when a token has to be judged: an idle service asks nobody, and there is no timer to stop.
 *
 * Out of reach, the last one counts for `graceMs`; then nobody is let in, for a revoked caller who can hold up the list
 * must not gain by it.
 */
export function createRevocationList(options: {
  source: string;
  graceMs: number;
  now: () => number;
  onFailure: (error: unknown) => void;
}): CurrentRevocations {
  const { source, graceMs, now, onFailure } = options;
  let known: { revocations: Revocations; readAt: number } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  const refresh = async (): Promise<void> => {
    const askedAt = now();
    try {
      known = { revocations: await ask(source), readAt: askedAt };
    } catch (error) {
      onFailure(error);
    } finally {
      // After a failure, too: else every request would wait for the same silence.
      triedAt = now();
      asking = undefined;
    }
  };

  return async () => {
    const fresh = known !== undefined && now() - known.readAt < MAX_AGE_MS;
    if (!fresh && now() - triedAt >= ASK_TIMEOUT_MS) asking ??= refresh();
    if (!fresh) await asking;
    if (known && now() - known.readAt < graceMs) return known.revocations;
    throw new ServiceFailure(
      `The revocation list ${source} could not be read for ${graceMs / 1000} s. Check the issuer, or OIDC_REVOCATIONS_URL.`,
      { code: 'REVOCATIONS_UNKNOWN', retriable: true },
    );
  };
}

/** @param issuedAt epoch seconds; unknown counts as before any revocation */
export function isRevoked(
  { clients, keys }: Revocations,
  token: { clientId: string; kid: string | undefined; issuedAt: number | undefined },
): boolean {
  const issuedAt = token.issuedAt ?? Number.NEGATIVE_INFINITY;
  return (
    clients.some(({ clientId, before: limit }) => clientId === token.clientId && issuedAt < limit) ||
    keys.some(({ kid, before: limit }) => kid === token.kid && issuedAt < limit)
  );
}
