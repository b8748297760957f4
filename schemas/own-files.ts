import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The `schemas` folder of the source tree, wherever this module runs from.
 *
 * Compiled code runs from `dist/schemas`, but the JSON and Avro files are not copied there: they have one home, beside
 * `package.json`, so that a deployed tree cannot hold two versions of them.
 *
 * @throws Error when no folder above this file holds a `package.json`
 */
export function schemasFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'schemas');
    if (folder === dirname(folder)) {
      throw new Error(
        `The schemas folder was not found: no package.json in ${start} or above it. Ship package.json and schemas/ with the compiled code.`,
      );
    }
  }
}
