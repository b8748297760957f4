import { existsSync } from 'node:fs';
import { fileURLToPath, URL } from 'node:url';
import { transformFile } from '@swc/core';

const isSource = (url) => url.startsWith('file:') && url.endsWith('.ts');

/** Imports name the file as it is called after a build; beside the source it ends in .ts. */
export function resolve(specifier, context, next) {
  if (!specifier.startsWith('.') || !context.parentURL || !isSource(context.parentURL)) return next(specifier, context);
  const source = specifier.replace(/[.]js$/, '.ts');
  const isThere = existsSync(fileURLToPath(new URL(source, context.parentURL)));
  return next(isThere ? source : specifier, context);
}

export async function load(url, context, next) {
  if (!isSource(url)) return next(url, context);
  const { code } = await transformFile(fileURLToPath(url), {
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  });
  return { format: 'module', source: code, shortCircuit: true };
}
