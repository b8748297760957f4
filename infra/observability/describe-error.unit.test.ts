import pg from 'pg';
import { ServiceFailure } from '../process/service-failure.js';
import { describeError } from './describe-error.js';

const databaseError = (code: string, message: string) =>
  Object.assign(new pg.DatabaseError(message, message.length, 'error'), {
    code,
    detail: 'Key (name)=(张三) already exists.',
    table: 'person',
    constraint: 'person_name_key',
  });

describe('describeError', () => {
  it('tells code, context and causes of a failure', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const failure = new ServiceFailure('no broker', {
      code: 'BROKER_AWAY',
      retriable: true,
      cause,
      context: { topic: 't' },
    });
    expect(describeError(failure)).toMatchObject({
      type: 'ServiceFailure',
      message: 'no broker',
      code: 'BROKER_AWAY',
      retriable: true,
      topic: 't',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it('leaves out what PostgreSQL tells about the row', () => {
    const told = JSON.stringify(
      describeError(databaseError('23505', 'duplicate key value violates "person_name_key"')),
    );
    expect(told).toContain('person_name_key');
    expect(told).not.toContain('张三');
  });

  it('masks the value that a data exception quotes, in the stack too', () => {
    const told = JSON.stringify(describeError(databaseError('22P02', 'invalid input syntax for type date: "张三"')));
    expect(told).toContain('invalid input syntax for type date');
    expect(told).not.toContain('张三');
  });

  it('tells nothing of a thrown object but its kind', () => {
    expect(describeError({ name: '张三' })).toEqual({ message: 'thrown object' });
  });

  it('ends with a circular cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(() => JSON.stringify(describeError(error))).not.toThrow();
  });
});
