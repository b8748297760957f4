import { z } from 'zod';
import { readConfig } from './read-config.js';

const schema = z.object({
  HTTP_PORT: z.coerce.number().int().min(1).max(65535),
  DATABASE_URL: z.url(),
  SECRET: z.string().refine((value) => value.length > 20, { error: (issue) => `too short: ${String(issue.input)}` }),
  LEVEL: z.enum(['info', 'debug']).default('info'),
});

describe('readConfig', () => {
  it('gives what the schema makes of the environment and counts empty variables as absent', () => {
    const env = { HTTP_PORT: '80', DATABASE_URL: 'postgresql://h/d', SECRET: 's'.repeat(21), LEVEL: '', OTHER: 'x' };
    expect(readConfig(schema, env)).toMatchObject({ HTTP_PORT: 80, LEVEL: 'info' });
  });

  it('lists every problem on a line of its own', () => {
    const attempt = () => readConfig(schema, { HTTP_PORT: '99999' });
    expect(attempt).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', retriable: false }));
    expect(attempt).toThrow(
      /3 problem\(s\).*\n {2}HTTP_PORT: .*\n {2}DATABASE_URL: is not set\n {2}SECRET: is not set/,
    );
  });

  it('never prints a value, even when the message of a rule does', () => {
    const env = { HTTP_PORT: '80', DATABASE_URL: 'hunter2-not-a-url', SECRET: 'hunter3' };
    expect(() => readConfig(schema, env)).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/hunter/) }),
    );
  });
});
