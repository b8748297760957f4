/** Healthy is what /readyz of the service says; the token issuer has no admin port and is asked for its configuration. */
const { ADMIN_PORT, HEALTH_URL } = process.env;
const url = HEALTH_URL ?? `http://127.0.0.1:${ADMIN_PORT}/readyz`;

fetch(url, { signal: AbortSignal.timeout(4_500) }).then(
  (answer) => process.exit(answer.ok ? 0 : 1),
  () => process.exit(1),
);
