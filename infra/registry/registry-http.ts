import { ServiceFailure } from '../process/service-failure.js';

const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';
const TIME_LIMIT_MS = 8_000;

/** Answers of these kinds are the registry's own trouble, not the caller's. */
const isUnavailable = (status: number) => status >= 500 || status === 408 || status === 429;

export type RegistryAnswer = { status: number; body: unknown };

export type RegistryHttp = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<RegistryAnswer>;

/**
 * The registry's REST calls. Plain fetch instead of the client library: that one has no time limit, reports a refused
 * connection as status 400, and hands schemas out as parsed types without the unknown attributes.
 * @throws ServiceFailure REGISTRY_UNAVAILABLE (retriable) when it cannot be reached or is in trouble, REGISTRY_FORBIDDEN
 */
export function createRegistryHttp(url: string): RegistryHttp {
  const base = new URL(url);
  const authorization = basicAuthorization(base);
  base.username = base.password = '';
  const root = base.toString().replace(/\/+$/, '');
  return async (method, path, body) => {
    const place = `${method} ${path}`;
    const response = await call(root + path, place, {
      method,
      headers: { accept: MEDIA_TYPE, ...(body !== undefined && { 'content-type': MEDIA_TYPE }), ...authorization },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    if (isUnavailable(response.status)) throw unavailable(place, `answered ${response.status}`);
    if (response.status === 401 || response.status === 403) throw forbidden(place, response.status);
    return response;
  };
}

async function call(url: string, place: string, init: RequestInit): Promise<RegistryAnswer> {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    return { status: response.status, body: parsed(text) };
  } catch (error) {
    throw unavailable(place, 'could not be reached', error);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** fetch refuses credentials within a URL. */
function basicAuthorization(url: URL): Record<string, string> {
  if (url.username === '') return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function unavailable(place: string, what: string, cause?: unknown): ServiceFailure {
  return new ServiceFailure(`The schema registry ${what} (${place}); the call can be repeated.`, {
    code: 'REGISTRY_UNAVAILABLE',
    retriable: true,
    cause,
    context: { call: place },
  });
}

function forbidden(place: string, status: number): ServiceFailure {
  return new ServiceFailure(
    `The schema registry refused ${place} with ${status}: check the credentials in SCHEMA_REGISTRY_URL and their rights.`,
    { code: 'REGISTRY_FORBIDDEN', retriable: false, context: { call: place, status } },
  );
}
