import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../../../infra/process/project-root.js';

/** What became of a process that stops reading half-way. */
function stopReading(text: string): { said: string; status: number | null } {
  const at = (...path: string[]) => join(projectRoot(), 'test', ...path);
  const program = ['--import', at('run-typescript.js'), at('unit', 'intake', 'stop-reading-csv', 'main.ts'), text];
  const { stdout, stderr, status } = spawnSync(process.execPath, program, { encoding: 'utf8', timeout: 60_000 });
  return { said: stdout + stderr.slice(0, 1_000), status };
}

// An error that came out of the parser when nobody listened any more once ended the intake.
test.each([
  ['rows that come one by one', 'A-1\n'],
  ['rows that come together', 'A-1\n'.repeat(2_000)],
])('a reader of CSV that stops at the third row of %s leaves its process alive', (_what, text) => {
  expect(stopReading(text)).toEqual({ said: 'still here', status: 0 });
});
