import { ServiceFailure } from '../../../../infra/process/service-failure.js';
import type { PullConfig } from '../doors-file.js';

/**
 * Why a department's view could not be read. `retriable` = it may pass by itself; everything else waits until somebody
 * has mended the view, the account or the configuration.
 */
type Fault = { code: PullFaultCode; retriable: boolean; zh: string };

export type PullFaultCode =
  | 'PULL_UNREACHABLE'
  | 'PULL_TLS'
  | 'PULL_CREDENTIALS'
  | 'PULL_RIGHTS'
  | 'PULL_DATABASE_UNKNOWN'
  | 'PULL_VIEW_UNKNOWN'
  | 'PULL_COLUMN_UNKNOWN'
  | 'PULL_TOO_SLOW'
  | 'PULL_SQL'
  | 'PULL_COLUMNS'
  | 'PULL_WATERMARK'
  | 'PULL_KEY_NOT_UNIQUE'
  | 'PULL_NOT_IN_FORCE'
  | 'PULL_SECRET'
  | 'PULL_TAKEN_OVER';

const UNREACHABLE: Fault = {
  code: 'PULL_UNREACHABLE',
  retriable: true,
  zh: '连接不上部门数据库，或连接中断。请检查数据库是否运行、主机和端口是否正确、网络和防火墙是否放行。',
};
const FAULTS: readonly (readonly [RegExp, Fault])[] = [
  [
    /^(28P01|28000|ER_ACCESS_DENIED_ERROR|ER_NOT_SUPPORTED_AUTH_MODE|ER_ACCOUNT_HAS_BEEN_LOCKED|ER_MUST_CHANGE_PASSWORD\w*)$/,
    {
      code: 'PULL_CREDENTIALS',
      retriable: false,
      zh: '部门数据库拒绝了用户名或口令。请核对 user 和口令所在的环境变量或文件。',
    },
  ],
  [
    /^(3D000|ER_BAD_DB_ERROR)$/,
    { code: 'PULL_DATABASE_UNKNOWN', retriable: false, zh: '部门数据库服务器上没有这个数据库。请核对 database.name。' },
  ],
  [
    /^(42501|ER_(DBACCESS|TABLEACCESS|COLUMNACCESS|SPECIFIC_ACCESS)_DENIED_ERROR)$/,
    {
      code: 'PULL_RIGHTS',
      retriable: false,
      zh: '账号没有读取该视图或数据库的权限（或没有这个数据库）。请核对名称，并请部门数据库管理员授予 SELECT 权限。',
    },
  ],
  [
    /^(42P01|3F000|ER_NO_SUCH_TABLE|ER_VIEW_INVALID)$/,
    {
      code: 'PULL_VIEW_UNKNOWN',
      retriable: false,
      zh: '没有这个视图或表，或视图已经失效。请核对 view（query）的名称。',
    },
  ],
  [
    /^(42703|ER_BAD_FIELD_ERROR)$/,
    {
      code: 'PULL_COLUMN_UNKNOWN',
      retriable: false,
      zh: '视图中缺少所配置的字段，可能已改名或删除。请恢复该字段，或修改配置。',
    },
  ],
  [
    /^(57014|55P03|ER_STATEMENT_TIMEOUT|ER_QUERY_TIMEOUT|ER_LOCK_WAIT_TIMEOUT|ER_QUERY_INTERRUPTED)$/,
    {
      code: 'PULL_TOO_SLOW',
      retriable: true,
      zh: '读取超过了规定的时间。请在水位列上建立索引，或减小 pageRows、加大 statementSeconds。',
    },
  ],
  [/^(DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|CERT_|ERR_TLS|HANDSHAKE_NO_SSL|ERR_SSL)/, tls()],
  // Too many connections, going down, short of memory or disk, a deadlock: classes of SQLSTATE, and MySQL's names.
  [/^((08|40|53|58)...|57P\d\d)$/, UNREACHABLE],
  [
    /^ER_(CON_COUNT_ERROR|TOO_MANY_USER_CONNECTIONS|USER_LIMIT_REACHED|HOST_IS_BLOCKED|(NEW_)?ABORTING_CONNECTION|(SERVER|NORMAL)_SHUTDOWN|OUT_OF_RESOURCES|OUTOFMEMORY|DISK_FULL|LOCK_DEADLOCK|NET_\w+)$/,
    UNREACHABLE,
  ],
  // Whatever else the server itself answers, it answers to the statement: the view cannot be worked out.
  [/^((?=.*\d)[0-9A-Z]{5}|ER_\w+|UNKNOWN_CODE_PLEASE_REPORT)$/, sql()],
];

/** mysql2 knows MySQL's names of errors only, and calls MariaDB's own by whatever MySQL has under that number. */
const MARIADB_CODES: Readonly<Record<number, string>> = {
  1969: 'ER_STATEMENT_TIMEOUT',
  4151: 'ER_ACCOUNT_HAS_BEEN_LOCKED',
};

function tls(): Fault {
  return {
    code: 'PULL_TLS',
    retriable: false,
    zh: '与部门数据库建立加密连接失败。请核对 tls 和 caFile，以及数据库的证书。',
  };
}

function sql(): Fault {
  return {
    code: 'PULL_SQL',
    retriable: false,
    zh: '部门数据库无法执行读取语句。请核对视图（query）的定义和字段类型。',
  };
}

/**
 * The driver's own message holds the statement with its values, so it is left behind: only its code is kept.
 */
export function faultOf(error: unknown, { view, query }: Pick<PullConfig, 'view' | 'query'>): ServiceFailure {
  const thrown = (error ?? {}) as { code?: unknown; errno?: unknown; message?: string };
  const { message = '' } = thrown;
  const code = MARIADB_CODES[Number(thrown.errno)] ?? thrown.code;
  const known = typeof code === 'string' ? FAULTS.find(([pattern]) => pattern.test(code))?.[1] : noCode(message);
  const { zh, ...fault } = known ?? UNREACHABLE;
  const place = query === undefined ? `视图 ${view ?? ''}：` : '';
  const driverCode = typeof code === 'string' ? code : null;
  return new ServiceFailure(`${place}${zh}${driverCode ? `（${driverCode}）` : ''}`, {
    ...fault,
    context: { driverCode },
  });
}

/** pg and knex report some of their own troubles without a code. */
function noCode(message: string): Fault | undefined {
  return /does not support SSL/.test(message) ? tls() : undefined;
}

/** Something that only people can mend. */
export function pullStopped(code: PullFaultCode, zh: string): ServiceFailure {
  return new ServiceFailure(zh, { code, retriable: false });
}
