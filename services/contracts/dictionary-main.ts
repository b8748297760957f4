import { projectRoot } from '../../infra/process/project-root.js';
import { dataDictionary } from './data-dictionary.js';
import { staleFiles, writeGenerated } from './generate.js';

/** Writes docs/data-dictionary.md; with `--check` only says whether it is stale. Runs after a build, on the rules themselves. */
const root = projectRoot();
const files = new Map([['docs/data-dictionary.md', `${dataDictionary()}\n`]]);
if (process.argv.includes('--check')) {
  if (staleFiles(root, files).length > 0) {
    process.stderr.write('docs/data-dictionary.md is stale; run "npm run generate"\n');
    process.exitCode = 1;
  }
} else {
  for (const path of writeGenerated(root, files)) process.stdout.write(`wrote ${path}\n`);
}
