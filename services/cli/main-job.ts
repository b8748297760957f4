import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { createKafka } from '../../infra/kafka/kafka-client.js';
import { startLocalStack, type StackEndpoints } from '../../infra/local-stack/local-stack.js';
import { createLogger } from '../../infra/observability/logger.js';
import { createSchemaRegistry, type SchemaRegistry } from '../../infra/registry/schema-registry.js';
import { createTopics, publishSources, registerSchemas } from '../contracts/commands.js';
import type { SourceRegistration } from '../contracts/commands.js';
import { OPERATOR } from './credentials/own-clients.js';
import type { Installation } from './installation.js';
import { clientOf, writeRunningHub, type RunningHub } from './running-hub.js';
import type { SourceOfFile } from './source-register.js';
import { rememberedPorts } from './service-ports.js';
import { ensureDatabases, intakeName, migrateAll, serviceNames, servicePlan, type Databases } from './service-plan.js';
import { superviseServices, type Supervisor } from './service-processes.js';

/** Partitions of an event topic on one machine; a cluster raises it with its consolidators. */
export const EVENT_PARTITIONS = 4;

export type Say = (line: string) => void;

export async function startStack(
  installation: Installation,
  env: NodeJS.ProcessEnv,
  say: Say,
): Promise<StackEndpoints> {
  return startLocalStack({
    home: installation.home,
    env,
    oidcClientsFile: installation.paths.clients,
    onProgress: (message) => say(`  ${message}`),
  });
}

/** Registers contracts, creates topics and databases, brings the databases to this version. */
export async function prepare(installation: Installation, endpoints: StackEndpoints): Promise<Databases> {
  const options = { namespace: installation.namespace, eventPartitions: EVENT_PARTITIONS };
  const registry = createSchemaRegistry(endpoints.schemaRegistryUrl);
  const kafka = kafkaOf(endpoints);
  const [databases] = await Promise.all([
    ensureDatabases(endpoints.databaseUrl, installation.namespace),
    registerSchemas(registry, options),
    createTopics(kafka, options),
  ]);
  await migrateAll(databases);
  return databases;
}

export type StartedHub = { hub: RunningHub; supervisor: Supervisor };

export async function startHub(
  installation: Installation,
  endpoints: StackEndpoints,
  databases: Databases,
  say: Say,
): Promise<StartedHub> {
  const ports = await rememberedPorts(installation.paths.ports, serviceNames());
  const plan = servicePlan(installation, endpoints, databases, ports);
  const urlOf = (name: string): string => `http://127.0.0.1:${ports[name]?.http ?? 0}`;
  const hub: RunningHub = {
    starterPid: process.pid,
    endpoints,
    databases,
    consolidatorUrl: urlOf('consolidator'),
    queryApiUrl: urlOf('query-api'),
    vaultUrl: urlOf('identity-vault'),
    intakeUrls: Object.fromEntries(Object.keys(databases.intake).map((name) => [name, urlOf(intakeName(name))])),
    servicePids: {},
  };
  const supervisor = await superviseServices(plan, {
    logs: installation.paths.logs,
    say,
    onChange: (servicePids) => writeRunningHub(installation.home, Object.assign(hub, { servicePids })),
  });
  return { hub, supervisor };
}

/** Publishes the sources that the register lacks or knows otherwise, as a further version; returns how many. */
export async function registerSources(installation: Installation, hub: RunningHub): Promise<number> {
  const client = clientOf(hub, installation.clients, OPERATOR);
  const { sources: known } = await client.get<{ sources: SourceRegistration[] }>(`${hub.queryApiUrl}/v1/sources`);
  const registered = new Map(known.map((source) => [source.sourceId, source]));
  const own = JSON.parse(readFileSync(installation.paths.sources, 'utf8')) as SourceOfFile[];
  const changed = own.flatMap((source) => newerRegistration(source, registered.get(source.sourceId)));
  await publishSources(kafkaOf(hub.endpoints), registryOf(hub.endpoints), installation.namespace, changed);
  return changed.length;
}

/** What the register should say of a source of the file; nothing when it says so already. */
export function newerRegistration(source: SourceOfFile, known: SourceRegistration | undefined): SourceRegistration[] {
  const { sourceId, department, reportingUnit, name, eventTypes, validFrom } = source;
  const { replaces = null, validTo = null } = source;
  const version = (known?.version ?? 0) + 1;
  const next = {
    sourceId,
    version,
    department,
    reportingUnit,
    name,
    eventTypes,
    replaces,
    validFrom,
    validTo,
  };
  return known && isDeepStrictEqual({ ...known, version }, next) ? [] : [next];
}

export function registryOf(endpoints: StackEndpoints): SchemaRegistry {
  return createSchemaRegistry(endpoints.schemaRegistryUrl);
}

export function kafkaOf(endpoints: StackEndpoints) {
  return createKafka({
    brokers: endpoints.kafkaBrokers,
    clientId: 'hub-cli',
    logger: createLogger('hub-cli', process.env['LOG_LEVEL'] ?? 'error'),
  });
}

export const runFileOf = (installation: Installation): string => join(installation.paths.out, 'run.json');
