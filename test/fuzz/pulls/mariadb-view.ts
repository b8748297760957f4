import { KEY, numbered, VIEW, WATERMARK, type ViewDialect } from './view-dialect.js';

/** Characters by their code points. */
const character = (...codes: number[]) => `CHAR(${codes.join(', ')} USING utf8mb4)`;

const NASTY_FIELDS: readonly string[] = [
  ...['1e308', '-1e308', '1e-300', '-0e0', '0.1e0 + 0.2e0', 'POW(10, 64)', '1 / 3', '1 / 0', '18446744073709551615'],
  ...[`CAST(REPEAT('9', 65) AS DECIMAL(65))`, `CAST('0.000001' AS DECIMAL(38, 38))`, `CAST('0000-00-00' AS DATE)`],
  ...[`CAST('0000-00-00 00:00:00' AS DATETIME)`, `CAST('0001-01-01' AS DATE)`, `CAST('1899-12-31' AS DATE)`],
  ...[`CAST('9999-12-31 23:59:59.999999' AS DATETIME(6))`, `CAST('838:59:59' AS TIME)`, `CAST('-838:59:59' AS TIME)`],
  ...[`CAST('2024-02-31' AS DATE)`, `CAST('2024-00-00' AS DATE)`, `CAST('2024-03-05 14:20:00' AS DATETIME)`],
  ...[`b'101'`, `b'1'`, `x'00ff'`, `REPEAT(x'00', 100000)`, `INET6_ATON('::1')`, `_binary x'fffe'`, `_latin1 x'e9'`],
  ...[`CAST('张三' AS BINARY)`, `CONVERT('张三' USING gbk)`, `CONVERT('张三' USING utf16)`, `_utf8mb4 x'efbfbe'`],
  ...[`ST_GeomFromText('POINT(1 2)')`, `ST_AsText(ST_GeomFromText('POINT(1 2)'))`, `JSON_ARRAY(1, NULL, '"')`],
  ...[`JSON_OBJECT('a', JSON_OBJECT('b', NULL))`, `REPEAT('[', 5000)`, 'TRUE', 'FALSE', 'NULL', `''`, `' '`],
  ...[`REPEAT('长', 300000)`, `REPEAT('x', 5000000)`, character(1, 27, 127), character(0), character(0xe2, 0x80, 0xae)],
  ...[`'__proto__'`, `'constructor'`, `REPEAT(${character(10)}, 1000)`, `INTERVAL(23, 1, 15, 17)`, `'a' = 'A'`],
];

export const mariaDbView: ViewDialect = {
  kind: 'mariadb',
  cell: (key) => `JSON_VALUE(cells, '$.${key}')`,
  storable: (text) => !/\p{Cs}/u.test(text),
  nastyFields: NASTY_FIELDS,
  enormous: `REPEAT('x', 60000000)`,
  minute: `CAST(DATE_FORMAT(changed, '%Y-%m-%d %H:%i:00') AS DATETIME)`,
  watermarks: {
    empty: 'CAST(NULL AS DATETIME)',
    withoutEnd: [`CAST('0000-00-00 00:00:00' AS DATETIME)`, `CAST('0044-03-15 00:00:00' AS DATETIME)`],
    toCome: `CAST('2999-01-01 00:00:00' AS DATETIME)`,
    text: `CONCAT('soon', '')`,
  },
  keys: { same: 'CAST(1 AS SIGNED)', empty: 'CAST(NULL AS SIGNED)' },
  // More than a number can be, which is known when a row is there.
  failing: 'CAST(18446744073709551615 + id AS CHAR)',
  slow: '(SELECT SLEEP(9 + id - id))',
  statements: (round, { fields, rows, watermark, key, exists }) => {
    const values = numbered(round, rows).map(
      ({ id, later, cells }) =>
        `(${id}, NOW(6) + INTERVAL ${later} MICROSECOND, x'${Buffer.from(cells).toString('hex')}')`,
    );
    const columns = [...fields].map(([name, expression]) => `${expression} AS \`${name}\``);
    const shown = [`${key} AS ${KEY}`, `${watermark} AS ${WATERMARK}`, ...columns];
    return [
      `DROP VIEW IF EXISTS ${VIEW}`,
      'CREATE OR REPLACE TABLE register (id bigint, changed timestamp(6) NULL, cells longtext) CHARACTER SET utf8mb4',
      `INSERT INTO register VALUES ${values.join(', ')}`,
      ...(exists ? [`CREATE VIEW ${VIEW} AS SELECT ${shown.join(', ')} FROM register`] : []),
    ];
  },
};
