import { types } from 'node:util';

/** Also for errors of another realm (jest, worker, vm), which are not `instanceof Error` there. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}
