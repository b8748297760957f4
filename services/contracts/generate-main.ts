import { projectRoot } from '../../infra/process/project-root.js';
import { generatedFiles, staleFiles, writeGenerated } from './generate.js';

/** `npm run generate` writes; with `--check` it only says what is stale and ends with exit code 1. */
const root = projectRoot();
const files = generatedFiles(root);
if (process.argv.includes('--check')) {
  const stale = staleFiles(root, files);
  if (stale.length > 0) {
    process.stderr.write(`stale generated files: ${stale.join(', ')}; run "npm run generate"\n`);
    process.exitCode = 1;
  }
} else {
  for (const path of writeGenerated(root, files)) process.stdout.write(`wrote ${path}\n`);
}
