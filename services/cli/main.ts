#!/usr/bin/env node
import { failureLine, failureOf } from './failure-line.js';
import { buildProgram } from './program.js';

const json = process.argv.includes('--json');

buildProgram({ env: process.env, isTerminal: process.stdout.isTTY === true && !json }, json)
  .parseAsync()
  .then(
    () => process.exit(process.exitCode ?? 0),
    (error: unknown) => {
      process.stderr.write(failureLine(failureOf(error), json));
      if (process.env['LOG_LEVEL'] === 'debug') process.stderr.write(`${(error as Error).stack ?? ''}\n`);
      process.exit(1);
    },
  );
