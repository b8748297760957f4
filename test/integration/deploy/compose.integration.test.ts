import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import pg from 'pg';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { readConfig } from '../../../infra/process/read-config.js';
import { openInstallation } from '../../../services/cli/installation.js';
import { writeServiceSecrets } from '../../../services/cli/deployment.js';
import { intakeName, servicePlan, serviceNames } from '../../../services/cli/service-plan.js';
import { readConsolidatorConfig } from '../../../services/consolidator/config.js';
import { readPrivateKey, vaultConfigSchema } from '../../../services/identity-vault/config.js';
import { intakeConfigSchema, readVaultPublicKey } from '../../../services/intake/config.js';
import { readReceiptKeys } from '../../../services/intake/receipts/receipt-keys.js';
import { readSources } from '../../../services/intake/sources.js';
import { queryApiConfigSchema } from '../../../services/query-api/config.js';
import { stackUnderTest } from '../../stack/fixtures.js';
import { composePath, properties, readCompose, settingsOf, without } from './compose-file.js';

const { services, volumes } = readCompose({ HUB_DATABASE_PASSWORD: 'secret' });
const pom = readFileSync(join(projectRoot(), 'infra', 'local-stack', 'jars', 'pom.xml'), 'utf8');
const pinned = (name: string) => new RegExp(`<${name}.version>(.+)</${name}.version>`).exec(pom)?.[1];
const dockerfile = readFileSync(join(projectRoot(), 'infra', 'deploy', 'Dockerfile'), 'utf8');
const entrypoint = readFileSync(join(projectRoot(), 'infra', 'deploy', 'entrypoint.sh'), 'utf8');
const service = (name: string) => services[name]!;

/** Where the local stack of this test run keeps what it runs with; none when the parts are somebody else's. */
const stackFile = (...path: string[]) =>
  join(process.env['HUB_TEST_HOME'] || process.env['STACK_TO_WIPE'] || '/nowhere', 'stack', ...path);
const onOwnStack = existsSync(stackFile('kafka', 'server.properties')) ? test : test.skip;

describe('docker-compose.yml', () => {
  test('keeps to the Compose schema', () => {
    const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
    const files = linter.lintFiles([composePath], false) as { messages: { type: string; rule: string }[] }[];
    const messages = files.flatMap((file) => file.messages);
    expect(messages.filter(({ type, rule }) => type === 'error' || rule.startsWith('invalid'))).toEqual([]);
  });

  test('runs the versions of the local stack', async () => {
    expect(service('kafka').image).toBe(`apache/kafka:${pinned('kafka')}`);
    expect(service('registry').image).toBe(`apicurio/apicurio-registry:${pinned('apicurio')}`);
    expect(service('postgres').image).toBe(
      `postgres:${Math.floor(Number(await setting('server_version_num')) / 10_000)}`,
    );
    const { version, engines } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
      version: string;
      engines: { node: string };
    };
    expect(service('query-api').image).toBe(`work-injury-hub:${version}`);
    expect(dockerfile.match(/FROM node:(\d+)/)?.[1]).toBe(engines.node.match(/(\d+)/)?.[1]);
  });

  onOwnStack('runs Kafka with the settings of the local stack, all but the places', () => {
    const places = ['listeners', 'advertised.listeners', 'controller.quorum.voters', 'log.dirs'];
    const ours = properties(readFileSync(stackFile('kafka', 'server.properties'), 'utf8'));
    const theirs = settingsOf(service('kafka').environment, 'KAFKA_');
    expect(without(theirs, [...places, 'heap.opts'])).toEqual(without(ours, places));
    expect(Object.keys(ours)).toEqual(expect.arrayContaining(places));
    expect(ours['message.max.bytes']).toBe('8388608');
  });

  onOwnStack('runs the registry with the settings of the local stack, all but the places', () => {
    const ours = properties(readFileSync(stackFile('registry', 'config', 'application.properties'), 'utf8'));
    const places = ['url', 'username', 'password'].map((name) => `apicurio.datasource.${name}`);
    const theirs = { ...settingsOf(service('registry').environment, '') };
    const plain = (settings: Record<string, string>) =>
      Object.fromEntries(Object.entries(settings).map(([name, value]) => [name.replaceAll('-', '.'), value]));
    expect(without(theirs, places)).toEqual(
      plain(without(ours, [...places, 'quarkus.http.host', 'quarkus.http.port'])),
    );
  });

  onOwnStack('runs PostgreSQL with the settings of the local stack', async () => {
    const given = service('postgres').command.filter((word) => word.includes('='));
    expect(given.length).toBeGreaterThanOrEqual(3);
    for (const [name = '', value] of given.map((word) => word.split('='))) expect(await setting(name)).toBe(value);
    expect(service('postgres').environment['POSTGRES_INITDB_ARGS']).toBe('--locale=C.UTF-8 --encoding=UTF8');
  });

  test('has every service that the hub starts, healthy by its readiness, and its memory cap', () => {
    expect(Object.keys(services)).toEqual(expect.arrayContaining(serviceNames()));
    for (const name of serviceNames()) {
      const folder = name.startsWith('intake-') ? 'intake' : name;
      expect(service(name).command).toEqual([`dist/services/${folder}/main.js`]);
      expect(existsSync(join(projectRoot(), 'dist', 'services', folder, 'main.js'))).toBe(true);
      expect(service(name).healthcheck).toBeUndefined();
      expect(service(name).depends_on).toMatchObject({ setup: {}, oidc: { condition: 'service_healthy' } });
    }
    const health = /HEALTHCHECK .*CMD \["node", "(.+)"\]/.exec(dockerfile)?.[1];
    expect(existsSync(join(projectRoot(), health ?? 'none'))).toBe(true);
    expect(dockerfile).toContain('--max-old-space-size=192 --max-semi-space-size=4');
    expect(entrypoint).toContain('exec node --single-threaded-gc "$@"');
  });

  test('opens ports on this machine only, each once', () => {
    const ports = Object.values(services).flatMap((each) => each.ports);
    expect(ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    expect(new Set(ports).size).toBe(ports.length);
  });

  test('gives a container no secrets but its own, in folders that the image lays out for it', () => {
    for (const name of [...serviceNames(), 'oidc']) {
      const secrets = service(name).volumes.filter((volume) => volume.includes('-secrets:'));
      expect(secrets).toEqual(['consolidator', 'query-api'].includes(name) ? [] : [`${name}-secrets:/run/hub:ro`]);
    }
    const used = Object.values(services).flatMap((each) => each.volumes.map((volume) => volume.split(':')));
    expect([...new Set(used.map(([volume]) => volume))].sort()).toEqual(Object.keys(volumes).sort());
    for (const [, target = ''] of used.filter(([, path]) => path?.startsWith('/secrets/'))) {
      expect(dockerfile).toContain(target);
    }
  });

  test('demands the password and names no secret', () => {
    const text = readFileSync(composePath, 'utf8');
    expect(text.match(/:\$?\{?([^\s:@{]*)\}?@postgres/g)).toBeNull();
    expect(text.match(/\$\{HUB_DATABASE_PASSWORD:\?/g)?.length).toBeGreaterThan(5);
  });
});

describe('the environment of each container', () => {
  const home = mkdtempSync(join(tmpdir(), 'deploy-'));
  const secrets = join(home, 'secrets');
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const installation = openInstallation({ HUB_HOME: home });
  writeServiceSecrets(installation, secrets);

  /** As the process sees it: through the entry point, with the container's secrets where its volume would be. */
  function environmentOf(name: string): Record<string, string> {
    const own = Object.entries(service(name).environment).map(([variable, value]) => [
      variable,
      value.replace('/run/hub', join(secrets, name)),
    ]);
    const entry = join(projectRoot(), 'infra', 'deploy', 'entrypoint.sh');
    const print = 'process.stdout.write(JSON.stringify(process.env))';
    const env = { PATH: process.env['PATH'], ...Object.fromEntries(own) } as Record<string, string>;
    return JSON.parse(execFileSync(entry, ['-e', print], { env, encoding: 'utf8' })) as Record<string, string>;
  }

  test('suits the consolidator and the query API', () => {
    expect(readConsolidatorConfig(environmentOf('consolidator')).KAFKA_BROKERS).toEqual(['kafka:9092']);
    expect(readConfig(queryApiConfigSchema, environmentOf('query-api')).HTTP_PORT).toBe(8080);
  });

  test('suits the vault, with its own keys', async () => {
    const config = readConfig(vaultConfigSchema, environmentOf('identity-vault'));
    expect(config.VAULT_MASTER_KEY).toHaveLength(32);
    expect(await readPrivateKey(config.VAULT_PRIVATE_KEY_FILE)).toHaveProperty('d');
  });

  test.each(connectors.map(({ department }) => department))(
    'suits the intake of %s, with its own sources',
    (department) => {
      const config = readConfig(intakeConfigSchema, environmentOf(intakeName(department)));
      expect(config.HUB_DEPARTMENT).toBe(department);
      expect(config.HUB_LEDGER_KEY.toString('base64')).toBe(installation.secrets.ledgerKeys[department]);
      expect(readVaultPublicKey(config.VAULT_PUBLIC_KEY_FILE)).not.toHaveProperty('d');
      expect(readReceiptKeys(config.RECEIPT_KEYS_FILE, config.HUB_DEPARTMENT).keys).toHaveLength(1);
      expect(readSources(config.HUB_SOURCES_FILE, department).size).toBeGreaterThan(0);
      expect(JSON.parse(readFileSync(config.HUB_SOURCES_FILE, 'utf8'))).toHaveLength(
        readSources(config.HUB_SOURCES_FILE, department).size,
      );
    },
  );

  test('names every variable that the hub gives its services by itself, and their databases', () => {
    const name = (part: string) => `postgresql://hub:secret@postgres:5432/work_injury_${part}`;
    const endpoints = { kafkaBrokers: [], schemaRegistryUrl: '', databaseUrl: '', oidcIssuerUrl: '' };
    const intake = Object.fromEntries(
      connectors.map(({ department }) => [department, name(`intake_${department.replaceAll('-', '_')}`)]),
    );
    const databases = { dataset: name('dataset'), vault: name('identity_vault'), intake };
    for (const planned of servicePlan(installation, endpoints, databases, {})) {
      const given = environmentOf(planned.name);
      // The home is for the installation's own files; every container may name its own; the vault knows all departments.
      const own = ['HUB_HOME', 'HUB_SPOOL_FOLDER', 'HUB_DEPARTMENTS'];
      const wanted = Object.keys(planned.env).filter((variable) => !own.includes(variable));
      expect([planned.name, Object.keys(given)]).toEqual([planned.name, expect.arrayContaining(wanted)]);
      expect(given['DATABASE_URL']).toBe(planned.env['DATABASE_URL']);
    }
  });
});

async function setting(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: stackUnderTest().databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
    return rows[0]!.value;
  } finally {
    await client.end();
  }
}
