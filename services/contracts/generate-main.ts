import { projectRoot } from '../../infra/process/project-root.js';
import { generatedFiles, staleFiles, writeGenerated } from './generate.js';

/** `npm run generate` writes; with `--check` it only says what is stale and ends with exit code 1. */
function main(): void {
  const root = projectRoot();
  const files = generatedFiles(root);
  if (!process.argv.includes('--check')) {
    for (const path of writeGenerated(root, files)) process.stdout.write(`wrote ${path}\n`);
    return;
  }
  const stale = staleFiles(root, files);
  if (stale.length > 0) throw new Error(`stale generated files: ${stale.join(', ')}; run "npm run generate"`);
}

try {
  main();
} catch (error) {
  // A contract that is not right is the author's to mend: what and where, without our stack.
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
