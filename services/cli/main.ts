#!/usr/bin/env node
import { buildProgram } from './program.js';

buildProgram({ env: process.env, isTerminal: process.stdout.isTTY === true })
  .parseAsync()
  .then(
    () => process.exit(process.exitCode ?? 0),
    (error: unknown) => {
      const failure = error as Error & { remedy?: string };
      process.stderr.write(`✘ ${failure.message}\n`);
      if (process.env['LOG_LEVEL'] === 'debug') process.stderr.write(`${failure.stack ?? ''}\n`);
      process.exit(1);
    },
  );
