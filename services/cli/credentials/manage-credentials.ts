import { existsSync, readFileSync } from 'node:fs';
import type { JsonWebKey } from 'node:crypto';
import { resolve } from 'node:path';
import { generateClientKey, namedKey, type ClientJwk } from '../../../infra/http/client-key.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { DemoSource } from '../../demo-province/commands.js';
import type { Installation } from '../installation.js';
import { readJson } from '../private-file.js';
import { changeRegister, keyFileOf, nowSeconds, writeCredential } from './client-register.js';
import { credentialStates, type CredentialState } from './credential-states.js';
import { INTAKE_RIGHTS } from './own-clients.js';
import { issued, knownClient, revoked, rotated, type ClientSpec } from './register-changes.js';

export type KeyOptions = {
  days: number;
  /** Where the private key is written; absent: among this machine's own. */
  out?: string;
  /** File of a public JWK that the department made itself; then there is no private key to write. */
  publicKey?: string;
};
export type IssueOptions = KeyOptions & { source?: string[]; department?: string; scope?: string };

/** What was done, and where the private key is: null when the department kept its own. */
export type Handed = { client: CredentialState; kid: string; keyFile: string | null };

export async function issueCredential(
  installation: Installation,
  clientId: string,
  options: IssueOptions,
): Promise<Handed> {
  assertName(clientId);
  const spec = specOf(installation, clientId, options);
  const key = keyToRegister(installation, spec, options);
  const register = await changeRegister(installation.paths.clients, (clients) => {
    const changed = issued(clients, spec, { publicKey: key.publicKey, days: options.days }, nowSeconds());
    key.write(spec);
    return changed;
  });
  return handed(register, clientId, key);
}

export async function rotateCredential(
  installation: Installation,
  clientId: string,
  options: KeyOptions & { graceDays: number },
): Promise<Handed> {
  assertName(clientId);
  const key = keyToRegister(installation, { clientId }, options, true);
  const register = await changeRegister(installation.paths.clients, (clients) => {
    const added = { publicKey: key.publicKey, days: options.days };
    const changed = rotated(clients, clientId, added, options.graceDays, nowSeconds());
    key.write(knownClient(changed, clientId));
    return changed;
  });
  return handed(register, clientId, key);
}

export async function revokeCredential(
  { paths }: Installation,
  clientId: string,
  kid: string | undefined,
): Promise<CredentialState> {
  const register = await changeRegister(paths.clients, (clients) => revoked(clients, clientId, kid, nowSeconds()));
  return stateOf(register, clientId);
}

type KeyToRegister = { publicKey: ClientJwk; keyFile: string | null; write: (client: ClientSpec) => void };

/** The private key is written before the register is: a kill between the two leaves a key that nobody knows. */
function keyToRegister(
  { paths }: Installation,
  { clientId }: { clientId: string },
  { out, publicKey }: KeyOptions,
  replaces = false,
): KeyToRegister {
  if (publicKey !== undefined) {
    return { publicKey: namedKey(publicJwkIn(publicKey)), keyFile: null, write: () => undefined };
  }
  const pair = generateClientKey();
  const keyFile = out === undefined ? keyFileOf(paths.clientKeys, clientId) : resolve(out);
  // The hub's own key is replaced by its successor; whatever else is there may be the only copy of something.
  if (existsSync(keyFile) && !(replaces && out === undefined)) {
    throw refusal('FILE_EXISTS', `文件 ${keyFile} 已存在，不会覆盖。请用 --out 指定另一个文件。`);
  }
  const write = ({ scope }: ClientSpec): void => writeCredential(keyFile, { clientId, scope, key: pair.privateKey });
  return { publicKey: pair.publicKey, keyFile, write };
}

function publicJwkIn(file: string): JsonWebKey {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JsonWebKey;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refusal('CLIENT_KEY_UNUSABLE', `${file} 不是 JSON。应为 JWK 格式的 P-256 或 Ed25519 公钥。`);
  }
}

/** A department's client is named by its sources, and may be of one department only. */
function specOf({ paths }: Installation, clientId: string, options: IssueOptions): ClientSpec {
  const known = readJson<DemoSource[]>(paths.sources) ?? [];
  const sources = options.source ?? [];
  const departments = sources.map((sourceId) => departmentOf(known, sourceId));
  const [department = options.department] = departments;
  if (new Set([...departments, ...(options.department ? [options.department] : [])]).size > 1) {
    throw refusal('DEPARTMENTS_MIXED', `一个客户端只能属于一个部门，所列来源系统属于：${departments.join('、')}。`);
  }
  if (department === undefined) {
    throw refusal(
      'SOURCE_MISSING',
      '请用 --source 指定来源系统（可重复）；不代表来源系统的，用 --department 指定部门。',
    );
  }
  if (!known.some((source) => source.department === department)) {
    const all = [...new Set(known.map((source) => source.department))];
    throw refusal('DEPARTMENT_UNKNOWN', `没有部门 ${department}。可用的有：${all.join('、')}。`);
  }
  return { clientId, scope: options.scope ?? INTAKE_RIGHTS, claims: { department, sources } };
}

function departmentOf(known: readonly DemoSource[], sourceId: string): string {
  const source = known.find((candidate) => candidate.sourceId === sourceId);
  if (source) return source.department;
  const all = known.map((candidate) => candidate.sourceId).join('、');
  throw refusal('SOURCE_UNKNOWN', `没有登记来源系统 ${sourceId}。已登记的有：${all}。`);
}

function handed(register: Parameters<typeof credentialStates>[0], clientId: string, key: KeyToRegister): Handed {
  return { client: stateOf(register, clientId), kid: key.publicKey.kid, keyFile: key.keyFile };
}

function stateOf(register: Parameters<typeof credentialStates>[0], clientId: string): CredentialState {
  const [state] = credentialStates([knownClient(register, clientId)], Date.now());
  return state as CredentialState;
}

/** It becomes the name of a file. */
function assertName(clientId: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(clientId)) return;
  throw refusal('CLIENT_NAME', '客户端名称只能用字母、数字、点、下划线和连字符，以字母或数字开头，不超过 80 个字符。');
}

function refusal(code: string, message: string): ServiceFailure {
  return new ServiceFailure(message, { code, retriable: false });
}
