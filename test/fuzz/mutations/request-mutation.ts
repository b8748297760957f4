import { gzipSync } from 'node:zlib';
import type { Random } from '../../../services/demo-province/random.js';
import type { HttpSubmission } from '../fuzz-case.js';

type Mutation = (submission: HttpSubmission, random: Random) => HttpSubmission;

const withQuery =
  (name: string, values: readonly string[]): Mutation =>
  (submission, random) => {
    const value = random.pick(values);
    const separator = submission.path.includes('?') ? '&' : '?';
    return { ...submission, path: `${submission.path}${separator}${name}=${value}` };
  };

const withHeader =
  (name: string, values: readonly string[]): Mutation =>
  (submission, random) => ({
    ...submission,
    headers: { ...submission.headers, [name]: random.pick(values) },
  });

const FLAGS = ['true', 'false', '', '1', 'TRUE', '%00', 'true&atomic=false', '%E7%9C%9F'];
const TIMES = [
  ...['2024-06-01', '2024-02-30', '2024-06-01T08:00:00%2B08:00', '2024-06-01T08:00:00Z', '2999-01-01', '0000-01-01'],
  ...[
    '',
    'x',
    '%00',
    '1e9',
    '2024-06-01T25:00:00Z',
    '-271821-04-20',
    '2024-06-01&asOf=2024-06-02',
    '2024-06-01T08:00:00.1234Z',
  ],
];

const MUTATIONS: readonly Mutation[] = [
  withQuery('asOf', TIMES),
  withQuery('mode', ['partial', 'complete', '', 'x', '__proto__', 'partial&mode=partial']),
  withQuery('atomic', FLAGS),
  withQuery('dryRun', FLAGS),
  withQuery('source', ['', 'x', '__proto__', '%00', '%FF', '%zz', '..', 'a'.repeat(4000)]),
  withQuery('%E5%BC%A0%E4%B8%89', ['1', '']),
  withQuery('__proto__[x]', ['1', '']),
  (submission) => ({ ...submission, path: submission.path.replace(/\?.*$/s, '') }),
  (submission, random) => ({
    ...submission,
    path: submission.path.replace(
      /feeds\/[^/]+/,
      `feeds/${random.pick(['x', '%00', '%zz', '..', '__proto__', '%2e%2e%2f', 'constructor', 'a'.repeat(9000)])}`,
    ),
  }),
  (submission, random) => ({
    ...submission,
    method: random.pick(['PUT', 'GET', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']),
  }),
  withHeader('idempotency-key', ['k1', 'k2', 'k3', '', ' ', 'a b', 'é', 'x'.repeat(201), 'x'.repeat(200), "'; --"]),
  withHeader('content-type', [
    ...[
      '',
      'text/plain',
      'application/json; charset=gbk',
      'text/csv; charset=utf-16',
      'text/csv; charset=gb18030',
      'text/csv;;;',
    ],
    ...[
      'text/csv; charset="',
      'multipart/form-data',
      'multipart/form-data; boundary=x',
      'application/vnd.ms-excel',
      'TEXT/CSV',
    ],
    ...[
      '__proto__',
      'constructor',
      'x'.repeat(8000),
      'application/json',
      'application/x-ndjson',
      'text/tab-separated-values',
    ],
  ]),
  withHeader('content-encoding', ['gzip', 'br', 'deflate', 'gzip, gzip', '', 'identity', 'x-gzip', '__proto__']),
  withHeader('authorization', ['', 'Bearer', 'Bearer x', 'Basic eA==', 'Bearer a.b.c', `Bearer ${'x'.repeat(7000)}`]),
  withHeader('expect', ['100-continue', 'x']),
  (submission, random) => {
    if (!Buffer.isBuffer(submission.body)) return submission;
    const packed = gzipSync(submission.body);
    const cut = random.chance(0.5) ? packed.length : random.int(0, packed.length);
    return {
      ...submission,
      body: packed.subarray(0, cut),
      headers: { ...submission.headers, 'content-encoding': 'gzip' },
    };
  },
];

/** Parameters and headers, one or two of them, other than declared. */
export function mutatedRequest(submission: HttpSubmission, random: Random): HttpSubmission {
  const once = random.pick(MUTATIONS)(submission, random);
  return random.chance(0.3) ? random.pick(MUTATIONS)(once, random) : once;
}
