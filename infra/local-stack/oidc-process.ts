import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HOST } from './free-port.js';
import { httpOk } from './health.js';
import { LocalStackError } from './local-stack-error.js';
import type { OidcClient } from './oidc-issuer/oidc-client.js';
import { projectRoot } from './project-root.js';
import { ensureRunning, type PartPlan, type StackContext } from './stack-part.js';
import { stackFolder, writePrivately } from './stack-record.js';

/** The token issuer, knowing these clients; without a list it keeps the ones it knows. Returns its address. */
export async function ensureOidcIssuer(context: StackContext, clients: OidcClient[] | undefined): Promise<string> {
  const clientsFile = stackFolder(context.home, 'oidc-clients.json');
  if (clients || !existsSync(clientsFile)) writePrivately(clientsFile, JSON.stringify(clients ?? [], null, 2));
  await ensureRunning(context, planOf(context, clientsFile));
  return addressOf(context);
}

const addressOf = ({ record }: StackContext): string => `http://${HOST}:${record.ports.oidc}`;

function planOf(context: StackContext, clientsFile: string): PartPlan {
  const folder = stackFolder(context.home, 'oidc');
  const program = issuerProgram();
  return {
    part: 'oidc',
    portNames: ['oidc'],
    attempts: 2,
    // The secrets are in the digest only, never in the environment of the process.
    files: () => digestOfFiles([clientsFile, program, join(dirname(program), 'issuer.js')]),
    command: () => ({
      program: process.execPath,
      args: ['--max-old-space-size=64', program, addressOf(context), clientsFile, join(folder, 'signing-key.json')],
      workingDirectory: folder,
    }),
    prepare: async () => void mkdirSync(folder, { recursive: true }),
    probe: () => httpOk(`${addressOf(context)}/.well-known/openid-configuration`),
  };
}

function digestOfFiles(files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** The compiled one, also when this very file is run from its source by a test. */
function issuerProgram(): string {
  const program = join(projectRoot(), 'dist', 'infra', 'local-stack', 'oidc-issuer', 'main.js');
  if (existsSync(program)) return program;
  throw new LocalStackError(
    'NOT_BUILT',
    { zh: `缺少编译结果 ${program}`, en: `The compiled ${program} is missing` },
    { zh: '运行 npx tsc -p tsconfig.build.json --noCheck', en: 'run npx tsc -p tsconfig.build.json --noCheck' },
  );
}
