import { faultOf } from './pull-fault.js';

const view = { view: 'reports.v_disease', query: undefined };
const codeOf = (code: string, more: object = {}) => faultOf(Object.assign(new Error('told'), { code }, more), view);

describe('what a department’s database answers', () => {
  it.each([
    ['PostgreSQL: division by zero', '22012'],
    ['PostgreSQL: more than one row of a subquery', '21000'],
    ['PostgreSQL: a function that raises', 'P0001'],
    ['PostgreSQL: a value beyond a limit', '54000'],
    ['MariaDB: a number out of range', 'ER_DATA_OUT_OF_RANGE'],
    ['MariaDB: more than one row of a subquery', 'ER_SUBQUERY_NO_1_ROW'],
    ['MariaDB: collations that do not mix', 'ER_CANT_AGGREGATE_2COLLATIONS'],
    ['MariaDB: a name that MySQL does not have', 'UNKNOWN_CODE_PLEASE_REPORT'],
  ])('%s is the fault of the view', (_what, code) => {
    expect(codeOf(code)).toMatchObject({ code: 'PULL_SQL', retriable: false });
  });

  it.each([
    ['PostgreSQL: too many connections', '53300'],
    ['PostgreSQL: going down', '57P01'],
    ['PostgreSQL: a deadlock', '40P01'],
    ['MariaDB: too many connections', 'ER_CON_COUNT_ERROR'],
    ['MariaDB: going down', 'ER_SERVER_SHUTDOWN'],
    ['nobody there', 'ECONNREFUSED'],
    ['a line that broke', 'EPIPE'],
    ['a line that was cut', 'PROTOCOL_CONNECTION_LOST'],
  ])('%s may pass by itself', (_what, code) => {
    expect(codeOf(code)).toMatchObject({ code: 'PULL_UNREACHABLE', retriable: true });
  });

  it('PULL_CREDENTIALS is told of an account that is locked', () => {
    expect(codeOf('ER_ACCOUNT_HAS_BEEN_LOCKED').code).toBe('PULL_CREDENTIALS');
    expect(codeOf('ER_BULK_PARSER_INCOMPLETE_ESCAPE_SEQUENCE', { errno: 4151 }).code).toBe('PULL_CREDENTIALS');
  });

  it('PULL_TOO_SLOW is told of a statement that took too long, under whatever name', () => {
    for (const code of ['57014', 'ER_QUERY_TIMEOUT']) expect(codeOf(code).code).toBe('PULL_TOO_SLOW');
    expect(codeOf('UNKNOWN_CODE_PLEASE_REPORT', { errno: 1969 }).code).toBe('PULL_TOO_SLOW');
  });
});
