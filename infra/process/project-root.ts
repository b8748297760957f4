import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceFailure } from './service-failure.js';

/** The folder that holds package.json, the same from the sources and from `dist/`. */
export function projectRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) {
      throw new ServiceFailure(`No package.json found in ${start} or above: the installation is incomplete.`, {
        code: 'PROJECT_ROOT_MISSING',
        retriable: false,
      });
    }
  }
}
