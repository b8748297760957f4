import { ServiceFailure } from '../process/service-failure.js';
import { isConnectionLoss, isRetriable } from './retriable-error.js';

const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('isRetriable', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '40001', '40P01', '53300', '55P03'])(
    'is true for %s',
    (code) => expect(isRetriable(withCode(code))).toBe(true),
  );

  it.each(['23505', '42P01', '22P02', '25P02'])('is false for %s', (code) => {
    expect(isRetriable(withCode(code))).toBe(false);
  });

  it('is true for connections that pg reports without a code, and for refusals on every address', () => {
    expect(isRetriable(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isRetriable(new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]))).toBe(true);
    expect(isRetriable(new AggregateError([withCode('ECONNREFUSED'), withCode('23505')]))).toBe(false);
  });

  it('believes a failure, and looks into the cause of any other error', () => {
    const failure = (retriable: boolean) =>
      new ServiceFailure('f', { code: 'F', retriable, cause: withCode('ECONNREFUSED') });
    expect([isRetriable(failure(true)), isRetriable(failure(false))]).toEqual([true, false]);
    expect(isRetriable(new Error('wrapped', { cause: withCode('40001') }))).toBe(true);
    expect(isRetriable('text')).toBe(false);
  });

  it('tells a lost connection from a transaction to be tried again on the same one', () => {
    expect([isConnectionLoss(withCode('57P01')), isConnectionLoss(withCode('40001'))]).toEqual([true, false]);
  });
});
