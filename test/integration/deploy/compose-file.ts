import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../../infra/process/project-root.js';

const service = z.object({
  image: z.string(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.record(z.string(), z.unknown()).optional(),
});

export type ComposeService = z.infer<typeof service>;

export const composePath = join(projectRoot(), 'docker-compose.yml');

/** The Compose file as Compose reads it: merges resolved, variables put in. */
export function readCompose(variables: Record<string, string>): {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
} {
  const text = readFileSync(composePath, 'utf8').replaceAll(
    /(?<!\$)\$\{([A-Z_]+):[?-][^}]*\}/g,
    (_found, name: string) => variables[name] ?? '',
  );
  return z
    .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
    .parse(parse(text, { merge: true }));
}

/** Environment variables of an image that stand for settings `a.b.c`. */
export function settingsOf(environment: Record<string, string>, prefix: string): Record<string, string> {
  const entries = Object.entries(environment).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    entries.map(([name, value]) => [name.slice(prefix.length).toLowerCase().replaceAll('_', '.'), value]),
  );
}

export function properties(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

export function without(settings: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));
}
