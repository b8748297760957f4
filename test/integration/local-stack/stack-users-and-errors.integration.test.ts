import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { LocalStackError, startLocalStack, wipeLocalStack } from '../../../infra/local-stack/local-stack.js';
import { makeHome, ordinaryUser, ownEnvironment, processesTouching, script } from './own-stack.js';

/** PostgreSQL is the part that minds users and folders; the others are left out here to be quick. */
const othersAreExternal = {
  KAFKA_BROKERS: '127.0.0.1:1',
  SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1',
  OIDC_ISSUER_URL: 'http://127.0.0.1:1',
};

const homes: string[] = [];
const newHome = (mode: number): string => {
  const home = makeHome(mode);
  homes.push(home);
  return home;
};

afterAll(async () => {
  for (const home of homes) {
    await wipeLocalStack(home);
    rmSync(home, { recursive: true, force: true });
  }
}, 60_000);

const runsAsRoot = process.getuid?.() === 0;
const user = ordinaryUser();
const testAsRoot = runsAsRoot ? test : test.skip;
const testAsUser = 'uid' in user ? test : test.skip;

describe('PostgreSQL of a local stack', () => {
  testAsRoot(
    'started by root in a folder closed to others, keeps its data where its own user may enter',
    async () => {
      const home = newHome(0o700);
      const { databaseUrl } = await startLocalStack({ home, env: ownEnvironment(othersAreExternal) });
      expect(await currentUserOf(databaseUrl)).toBe('postgres');
      const { postgresPlace } = JSON.parse(readFileSync(join(home, 'stack', 'stack.json'), 'utf8')) as {
        postgresPlace: string;
      };
      expect(postgresPlace.startsWith(home)).toBe(false);
      expect(statSync(join(postgresPlace, 'data')).mode & 0o777).toBe(0o700);
      expect(statSync(join(postgresPlace, 'data')).uid).not.toBe(0);
      expect(statSync(join(home, 'stack', 'stack.json')).mode & 0o777).toBe(0o600);
      await wipeLocalStack(home);
      expect(statSync(postgresPlace, { throwIfNoEntry: false })).toBeUndefined();
      expect(processesTouching(postgresPlace)).toEqual([]);
    },
    60_000,
  );

  testAsUser(
    `started by an ordinary user${'missing' in user ? ` (skipped: ${user.missing})` : ''} runs under that user`,
    () => {
      const home = newHome(0o700);
      if ('uid' in user) chownSync(home, user.uid, user.gid);
      const body = `
      const options = { home: ${JSON.stringify(home)}, env: ${JSON.stringify({ ...othersAreExternal, PATH: process.env.PATH })} };
      await stack.startLocalStack(options);
      const running = (await stack.localStackStatus(options.home)).find(({ part }) => part === 'postgres');
      await stack.wipeLocalStack(options.home);
      console.log(JSON.stringify(running));`;
      const run = spawnSync(process.execPath, script(body), {
        ...user,
        cwd: '/',
        encoding: 'utf8',
        env: { PATH: process.env.PATH },
      });
      expect(run.stderr).toBe('');
      expect(JSON.parse(run.stdout)).toMatchObject({ part: 'postgres', state: 'running' });
      expect(processesTouching(home)).toEqual([]);
    },
    60_000,
  );
});

describe('A local stack that cannot start says what to do, in Chinese and English', () => {
  const refusal = async (home: string, env: NodeJS.ProcessEnv): Promise<LocalStackError> => {
    const outcome = await startLocalStack({ home, env }).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(LocalStackError);
    return outcome as LocalStackError;
  };
  const onlyKafka = {
    SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1',
    DATABASE_URL: 'postgresql://127.0.0.1:1/x',
    OIDC_ISSUER_URL: 'http://127.0.0.1:1',
  };

  test('without Java', async () => {
    const error = await refusal(newHome(0o755), { ...onlyKafka, PATH: '/nowhere' });
    expect(error.code).toBe('JAVA_MISSING');
    expect(error.message).toMatch(/安装 Java 17.*install Java 17/);
  });

  test('with a Java that is too old', async () => {
    const home = newHome(0o755);
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'bin', 'java'), '#!/bin/sh\necho \'openjdk version "11.0.2"\' >&2\n');
    chmodSync(join(home, 'bin', 'java'), 0o755);
    const error = await refusal(home, ownEnvironment({ ...onlyKafka, JAVA_HOME: home }));
    expect(error.message).toMatch(/版本是 11.*is version 11/);
  });

  test('without Maven while the jars are not here yet', async () => {
    const home = newHome(0o755);
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'bin', 'java'), '#!/bin/sh\necho \'openjdk version "17.0.2"\' >&2\n');
    chmodSync(join(home, 'bin', 'java'), 0o755);
    const env = { ...onlyKafka, PATH: '/nowhere', JAVA_HOME: home, HUB_CACHE: join(home, 'cache') };
    expect((await refusal(home, env)).code).toBe('MAVEN_MISSING');
  });

  test('with a damaged record, which a wipe then clears', async () => {
    const home = newHome(0o755);
    mkdirSync(join(home, 'stack'));
    writeFileSync(join(home, 'stack', 'stack.json'), '{"ports":');
    expect((await refusal(home, ownEnvironment(onlyKafka))).code).toBe('STACK_RECORD_DAMAGED');
    await wipeLocalStack(home);
    expect(statSync(join(home, 'stack'), { throwIfNoEntry: false })).toBeUndefined();
  });

  test('with PostgreSQL data whose password is lost', async () => {
    const home = newHome(0o755);
    await startLocalStack({ home, env: ownEnvironment(othersAreExternal) });
    rmSync(join(home, 'stack', 'stack.json'));
    const error = await refusal(home, ownEnvironment(othersAreExternal));
    expect(error.code).toBe('POSTGRES_PASSWORD_LOST');
    expect(error.remedy).toMatch(/stack\.json.*stack\.json/);
  }, 60_000);
});

async function currentUserOf(databaseUrl: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ current_user: string }>('SELECT current_user');
  await client.end();
  return rows[0]?.current_user;
}
