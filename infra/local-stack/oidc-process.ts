import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HOST } from './free-port.js';
import { httpOk } from './health.js';
import { LocalStackError } from './local-stack-error.js';
import { projectRoot } from './project-root.js';
import { ensureRunning, type PartPlan, type StackContext } from './stack-part.js';
import { stackFolder, writePrivately } from './stack-record.js';

/** The token issuer on the register of clients that the record names. Returns its address. */
export async function ensureOidcIssuer(context: StackContext): Promise<string> {
  const clientsFile = context.record.oidcClientsFile ?? stackFolder(context.home, 'oidc-clients.json');
  if (!existsSync(clientsFile)) writePrivately(clientsFile, '[]');
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
    // Not the register: the issuer reads it anew each time.
    files: () => digestOfFiles(PROGRAM.map((file) => join(dirname(program), file))),
    command: () => ({
      program: process.execPath,
      args: ['--max-old-space-size=64', program, addressOf(context), clientsFile, join(folder, 'signing-key.json')],
      workingDirectory: folder,
    }),
    prepare: async () => void mkdirSync(folder, { recursive: true }),
    probe: () => httpOk(`${addressOf(context)}/.well-known/openid-configuration`),
  };
}

const PROGRAM = ['main.js', 'issuer.js', 'client-adapter.js', 'oidc-client.js'];

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
