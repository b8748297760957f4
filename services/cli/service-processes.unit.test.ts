import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { projectRoot } from '../../infra/process/project-root.js';
import { superviseServices } from './service-processes.js';

const folder = mkdtempSync(join(tmpdir(), 'hub-services-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A service that notes each of its starts, and then does as it is told. */
function serviceThat(name: string, does: string) {
  const main = join(folder, `${name}.cjs`);
  const starts = join(folder, `${name}.starts`);
  writeFileSync(
    main,
    `const fs = require('node:fs');
     fs.appendFileSync(${JSON.stringify(starts)}, 'x');
     const started = fs.readFileSync(${JSON.stringify(starts)}, 'utf8').length;
     process.on('disconnect', () => process.exit(0));
     process.on('SIGTERM', () => process.exit(0));
     ${does}`,
  );
  const plan = { name, main: relative(join(projectRoot(), 'dist'), main), env: {}, youngMiB: 1, adminPort: 0 };
  return { plan, starts: () => readFileSync(starts, 'utf8').length };
}

const options = { logs: join(folder, 'logs'), say: () => undefined };
const READY = `process.send({ type: 'ready' });`;

it('starts a service again that was killed while it started', async () => {
  const one = serviceThat('killed', `if (started < 3) process.kill(process.pid, 'SIGKILL'); else ${READY}`);
  const supervisor = await superviseServices([one.plan], options);
  expect(one.starts()).toBe(3);
  await supervisor.stop();
});

it.each([
  ['refuses to start', 'process.exit(1);', 1],
  ['is killed at each start', `process.kill(process.pid, 'SIGKILL');`, 3],
])('gives up when a service %s, and ends the others', async (_name, does, starts) => {
  const bad = serviceThat(`bad-${starts}`, does);
  const good = serviceThat(`good-${starts}`, READY);
  await expect(superviseServices([bad.plan, good.plan], options)).rejects.toMatchObject({ code: 'SERVICE_NOT_READY' });
  expect(bad.starts()).toBe(starts);
});
