import type { z } from 'zod';
import { ServiceFailure } from './service-failure.js';

/**
 * Parses the environment once, at start. An empty variable counts as absent, as in a compose file that passes on what is not set.
 * @throws ServiceFailure CONFIG_INVALID with every problem on a line of its own; values are never printed, they may be secrets
 */
export function readConfig<T>(schema: z.ZodType<T>, env: NodeJS.ProcessEnv): T {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => describe(issue, present));
  throw new ServiceFailure(
    `The configuration is not usable: ${problems.length} problem(s) in the environment.\n${problems.join('\n')}`,
    { code: 'CONFIG_INVALID', retriable: false, context: { variables: result.error.issues.map(variableOf) } },
  );
}

function variableOf(issue: z.core.$ZodIssue): string {
  return issue.path.length === 0 ? '(environment)' : issue.path.map(String).join('.');
}

function describe(issue: z.core.$ZodIssue, present: Record<string, string | undefined>): string {
  const variable = variableOf(issue);
  const value = present[String(issue.path[0])];
  if (value === undefined && issue.path.length > 0) return `  ${variable}: is not set`;
  return `  ${variable}: ${withoutValue(issue.message, value)}`;
}

/** A rule of the caller's own may have quoted the value in its message. */
function withoutValue(message: string, value: string | undefined): string {
  return value !== undefined && value.length > 2 ? message.replaceAll(value, '…') : message;
}
