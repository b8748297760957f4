import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

it('projectRoot is the folder of package.json', () => {
  expect(existsSync(join(projectRoot(), 'package.json'))).toBe(true);
});
