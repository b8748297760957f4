import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HOST } from './free-port.js';
import { httpOk } from './health.js';
import { JVM_FLAGS } from './java.js';
import { LocalStackError } from './local-stack-error.js';
import type { RegistryDatabase } from './registry-database.js';
import { ensureRunning, type PartPlan, type StackContext } from './stack-part.js';
import { stackFolder, writePrivately } from './stack-record.js';

const RUNNER = 'apicurio-registry-app-3.0.9-runner.jar';
const COMPATIBILITY = 'FULL_TRANSITIVE';

/** Apicurio Registry on its own database. Returns the base address that a Confluent client takes. */
export async function ensureRegistry(
  context: StackContext,
  java: string,
  jars: string,
  database: RegistryDatabase,
): Promise<string> {
  await ensureRunning(context, planOf(context, java, jars, database));
  await demandCompatibility(addressOf(context));
  return addressOf(context);
}

const addressOf = ({ record }: StackContext): string => `http://${HOST}:${record.ports.registry}/apis/ccompat/v7`;

function planOf(context: StackContext, java: string, jars: string, database: RegistryDatabase): PartPlan {
  const folder = stackFolder(context.home, 'registry');
  const settings = () => applicationProperties(context, database);
  return {
    part: 'registry',
    portNames: ['registry'],
    attempts: 2,
    files: settings,
    command: () => ({
      program: java,
      // The property is for people who read a list of processes: nothing else would tell whose registry it is.
      args: ['-Xms64m', '-Xmx320m', ...JVM_FLAGS, `-Dlocal.stack=${folder}`, '-jar', join(jars, RUNNER)],
      workingDirectory: folder, // Quarkus reads config/application.properties from where it stands
    }),
    prepare: async () => {
      mkdirSync(folder, { recursive: true });
      writePrivately(join(folder, 'config', 'application.properties'), settings());
    },
    probe: () => httpOk(`${addressOf(context)}/config`),
  };
}

/** Set over HTTP: in 3.0.9 the property for the global rule has no effect. Kept in the database once set. */
async function demandCompatibility(address: string): Promise<void> {
  const current = (await (await fetch(`${address}/config`)).json()) as { compatibilityLevel?: string };
  if (current.compatibilityLevel === COMPATIBILITY) return;
  const answer = await fetch(`${address}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ compatibility: COMPATIBILITY }),
  });
  if (!answer.ok) throw compatibilityRefused(answer.status, await answer.text());
}

const compatibilityRefused = (status: number, body: string): LocalStackError =>
  new LocalStackError(
    'COMPATIBILITY_REFUSED',
    {
      zh: `模式注册表拒绝设置 ${COMPATIBILITY}（HTTP ${status}）`,
      en: `The registry refused to set ${COMPATIBILITY} (HTTP ${status})`,
    },
    { zh: '停止本地环境后重新启动', en: 'stop the local stack and start it again' },
    new Error(body),
  );

/** Connections: the default opens 20 at start. */
const applicationProperties = ({ record }: StackContext, database: RegistryDatabase): string =>
  `quarkus.http.host=${HOST}
quarkus.http.port=${record.ports.registry}
quarkus.http.access-log.enabled=false
quarkus.log.level=WARN
quarkus.banner.enabled=false
apicurio.storage.kind=sql
apicurio.storage.sql.kind=postgresql
apicurio.datasource.url=${database.jdbcUrl}
apicurio.datasource.username=${database.user}
apicurio.datasource.password=${database.password}
apicurio.datasource.jdbc.initial-size=1
apicurio.datasource.jdbc.min-size=1
apicurio.datasource.jdbc.max-size=8
`;
