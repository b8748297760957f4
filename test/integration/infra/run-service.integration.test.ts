import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../infra/process/project-root.js';
import { waitUntil } from '../../stack/fixtures.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-service-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Run = { child: ChildProcess; ended: Promise<number | null>; output: () => string; ready: () => boolean };

/** A service of its own process, from the build, as it is started in earnest. */
function run(start: string): Run {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
  const library = pathToFileURL(join(projectRoot(), 'dist/infra/process/run-service.js')).href;
  writeFileSync(
    file,
    `import { runService } from '${library}';\nrunService('probe', async (lifecycle) => {${start}});\n`,
  );
  const child = fork(file, { silent: true });
  let output = '';
  let ready = false;
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.on('message', (message) => (ready ||= (message as { type?: string }).type === 'ready'));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, output: () => output, ready: () => ready };
}

const CLOSERS = `
  setInterval(() => undefined, 1000);
  lifecycle.onClose('first', async () => { process.stdout.write('closed first\\n'); });
  lifecycle.onClose('second', async () => { process.stdout.write('closed second\\n'); });`;

describe('runService', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('drains in reverse order on %s and exits with 0', async (signal) => {
    const service = run(CLOSERS);
    await waitUntil('ready', service.ready);
    service.child.kill(signal);
    expect(await service.ended).toBe(0);
    expect(service.output()).toMatch(/closed second[^]*closed first/);
  });

  it('drains when the parent is gone', async () => {
    const service = run(CLOSERS);
    await waitUntil('ready', service.ready);
    service.child.disconnect();
    expect(await service.ended).toBe(0);
    expect(service.output()).toContain('closed first');
  });

  it.each([
    ['start fails', `${CLOSERS} throw new Error('no database');`],
    [
      'something fails in the background',
      `${CLOSERS} setTimeout(() => lifecycle.failed(new Error('no database')), 10);`,
    ],
    ['a rejection is not handled', `${CLOSERS} void Promise.reject(new Error('no database'));`],
  ])('drains and exits with 1 when %s', async (_case, start) => {
    const service = run(start);
    expect(await service.ended).toBe(1);
    expect(service.output()).toContain('no database');
    expect(service.output()).toContain('closed first');
  });

  it('closes the others when one cannot be closed, and exits with 1', async () => {
    const service = run(`${CLOSERS} lifecycle.onClose('third', () => Promise.reject(new Error('stuck')));`);
    await waitUntil('ready', service.ready);
    service.child.kill('SIGTERM');
    expect(await service.ended).toBe(1);
    expect(service.output()).toContain('closed first');
  });
});
