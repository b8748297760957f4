import { createServer } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  clockCheck,
  diskCheck,
  homeCheck,
  javaCheck,
  mavenCheck,
  memoryCheck,
  nodeCheck,
} from '../../../services/cli/doctor/machine-checks.js';
import { partChecks, portChecks, serviceChecks } from '../../../services/cli/doctor/stack-checks.js';

const GIB = 1024 ** 3;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'doctor-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const program = (name: string, says: string) =>
  writeFileSync(join(folder, name), `#!/bin/sh\necho '${says}' >&2\n`, { mode: 0o755 });

describe('the doctor', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['22.1.0', 'ok'],
    ['20.18.3', 'problem'],
    ['18.20.0', 'problem'],
  ])('finds Node %s %s', (version, level) => {
    expect(nodeCheck(version).level).toBe(level);
  });

  it.each([
    ['openjdk version "17.0.2"', 'ok', '17'],
    ['java version "1.8.0_402"', 'problem', '8'],
  ])('finds a Java that says %s %s', async (says, level, found) => {
    program('java', says);
    expect(await javaCheck({ PATH: `${folder}:/bin` })).toMatchObject({ level, found });
  });

  it('misses Java, and Maven only while nothing is fetched yet', async () => {
    expect(await javaCheck({ PATH: folder })).toMatchObject({ level: 'problem', found: '没有找到' });
    expect(await mavenCheck({ PATH: folder, HUB_CACHE: join(folder, 'none') })).toMatchObject({ level: 'problem' });
    program('mvn', 'Apache Maven 3.8.7');
    expect(await mavenCheck({ PATH: `${folder}:/bin` })).toMatchObject({ level: 'ok', found: '3.8.7' });
  });

  it('names a home that cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(homeCheck(join(folder, 'new'))).toMatchObject({ level: 'ok' });
    expect(homeCheck(join(folder, 'file', 'home'))).toMatchObject({
      level: 'problem',
      remedy: expect.stringContaining('HUB_HOME'),
    });
  });

  it('warns of little room and memory, and of a clock before the installation', () => {
    expect([0.5, 3, 9].map((free) => diskCheck(folder, free * GIB).level)).toEqual(['problem', 'warning', 'ok']);
    expect(diskCheck(join(folder, 'not', 'there', 'yet')).found).toMatch(/剩余/);
    expect(memoryCheck('MemAvailable:    1000000 kB').level).toBe('warning');
    expect(memoryCheck('MemAvailable:    9000000 kB').level).toBe('ok');
    expect([clockCheck(0).level, clockCheck().level]).toEqual(['problem', 'ok']);
  });

  it('says what to do for each part and service that does not run', () => {
    const [running, stopped] = partChecks([
      { part: 'kafka', state: 'running', pid: 7 },
      { part: 'postgres', state: 'stopped' },
    ]);
    expect([running?.level, stopped?.level, stopped?.remedy]).toEqual([
      'ok',
      'problem',
      expect.stringContaining('hub stack up'),
    ]);
    const [late] = serviceChecks([{ service: 'query-api', state: 'not-ready', pid: 7 }]);
    expect(late?.remedy).toContain('logs/query-api.log');
  });

  it('finds strangers on remembered ports, and not the services themselves', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const ports = { 'query-api': { http: port, admin: port } };
    const check = (state: 'stopped' | 'ready') => portChecks(ports, [{ service: 'query-api', state }]);
    expect(await check('stopped')).toMatchObject({ level: 'warning', found: expect.stringContaining(String(port)) });
    expect(await check('ready')).toMatchObject({ level: 'ok' });
    await new Promise((resolve) => server.close(resolve));
  });
});
