import type { Asked } from './asked.js';

/** Callers whose token is good; whose is not is refused everywhere. */
export const CALLERS = {
  source: '一个来源系统的客户端（甲系统）',
  desk: '本部门经办（全部来源系统）',
  analyst: '本部门查询人员（只限甲系统）',
  otherDesk: '其他部门经办',
  otherAnalyst: '其他部门查询人员',
  bureau: '人社部门（主任单位）查询人员',
  operator: '平台运维人员',
  identityOfficer: '身份查询授权人员',
  nobody: '没有任何权限的客户端',
} as const;
export type CallerName = keyof typeof CALLERS;

/** Tokens that must not open anything. */
export const STRANGERS = {
  none: '没有令牌',
  wrongAudience: '令牌用于其他接口',
  expired: '令牌已过期',
  unknownKey: '令牌由不认识的密钥签名',
  revoked: '客户端已吊销',
} as const;
export type StrangerName = keyof typeof STRANGERS;

/** Answers for the own source, another source of the own department, a source of another department. `∅`: shows nothing of it. */
type Answers = readonly [own: string, sibling: string, other: string];

export type Row = {
  right: string;
  ask: Asked;
  /** Does a good answer tell of this source? Absent: the answer is the same for everybody who gets one. */
  shows?: (body: Record<string, unknown>, sourceId: string) => boolean;
  /** Whoever is not listed gets 403, for any source; 200 where the right is `public`. */
  answers: Partial<Record<CallerName, Answers>>;
};

const every: Answers = ['200', '200', '200'];
const all = { bureau: every, operator: every } as const;
const readers = { ...all, analyst: every, otherAnalyst: every } as const;
const own: Answers = ['200', '200 ∅', '200 ∅'];
const others: Answers = ['200 ∅', '200 ∅', '200'];

const rowsOf = (member: string) => (body: Record<string, unknown>, sourceId: string) =>
  (body[member] as { sourceId?: string }[]).some((row) => row.sourceId === sourceId);
const sourcesOfFeeds = (body: Record<string, unknown>, sourceId: string) =>
  (body['feeds'] as { sources: string[] }[]).some(({ sources }) => sources.includes(sourceId));

/** A source's door is its department's: 403 at another department's, 404 for a batch that the caller may not see. */
const batchAnswers = {
  source: ['200', '404', '403'],
  desk: ['200', '200', '403'],
  otherDesk: ['403', '403', '200'],
} as const satisfies Row['answers'];

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

const REFUSED: Answers = ['403', '403', '403'];
const NOT_KNOWN: Answers = ['401', '401', '401'];

export const declaredFor = ({ right, answers }: Row, caller: CallerName): Answers =>
  answers[caller] ?? (right === 'public' ? every : REFUSED);

/** What somebody without a good token gets. */
export const declaredForStrangers = ({ right }: Row): Answers => (right === 'public' ? every : NOT_KNOWN);

/** Every route of every service: a new one fails the test until it has its row. */
export const ACCESS: Readonly<Record<string, Row>> = {
  'query-api GET /v1/records/{eventType}': {
    right: 'dataset:read',
    ask: ({ eventType, sourceId }) => [`/v1/records/${eventType}?sourceId=${sourceId}`],
    shows: rowsOf('records'),
    answers: { ...all, analyst: own, otherAnalyst: others },
  },
  'query-api GET /v1/records/{eventType}/{sourceId}/{recordId}': {
    right: 'dataset:read',
    ask: ({ eventType, sourceId, recordId }) => [`/v1/records/${eventType}/${sourceId}/${recordId}`],
    answers: { ...all, analyst: ['200', '404', '404'], otherAnalyst: ['404', '404', '200'] },
  },
  'query-api GET /v1/links': {
    right: 'dataset:read',
    ask: ({ eventType, sourceId, recordId }) => [
      `/v1/links?eventType=${eventType}&sourceId=${sourceId}&recordId=${recordId}`,
    ],
    answers: { ...all, analyst: ['200', '404', '404'], otherAnalyst: ['404', '404', '200'] },
  },
  'query-api GET /v1/period-statements': {
    right: 'dataset:read',
    ask: ({ eventType, sourceId }) => [
      `/v1/period-statements?periodFrom=2024-01&periodTo=2024-01&eventType=${eventType}&sourceId=${sourceId}`,
    ],
    shows: rowsOf('statements'),
    answers: { ...all, analyst: own, otherAnalyst: others },
  },
  'query-api GET /v1/balance': {
    right: 'balance:read',
    ask: () => ['/v1/balance'],
    shows: rowsOf('rows'),
    answers: {
      ...{ source: own, desk: ['200', '200', '200 ∅'], analyst: own, otherDesk: others, otherAnalyst: others },
      ...{ bureau: ['200 ∅', '200 ∅', '200 ∅'], operator: every },
    },
  },
  'query-api GET /v1/sources': {
    right: 'balance:read',
    ask: () => ['/v1/sources'],
    shows: rowsOf('sources'),
    answers: {
      ...{ source: ['200', '200', '200 ∅'], desk: ['200', '200', '200 ∅'], analyst: ['200', '200', '200 ∅'] },
      ...{ otherDesk: others, otherAnalyst: others, bureau: ['200 ∅', '200 ∅', '200 ∅'], operator: every },
    },
  },
  'query-api GET /v1/progress': {
    right: 'balance:read',
    ask: () => ['/v1/progress'],
    answers: { ...readers, source: every, desk: every, otherDesk: every },
  },
  'query-api GET /v1/event-types': { right: 'dataset:read', ask: () => ['/v1/event-types'], answers: readers },
  'query-api GET /v1/gaps': { right: 'dataset:read', ask: () => ['/v1/gaps'], answers: readers },
  'query-api GET /v1/gaps/{gapId}': { right: 'dataset:read', ask: () => ['/v1/gaps/G1'], answers: all },
  'query-api GET /v1/gaps/{gapId}/export.xlsx': {
    right: 'dataset:read',
    ask: () => ['/v1/gaps/G1/export.xlsx'],
    answers: all,
  },
  'query-api GET /v1/indicators': { right: 'dataset:read', ask: () => ['/v1/indicators'], answers: readers },
  'query-api GET /v1/indicators/{indicatorId}': {
    right: 'dataset:read',
    ask: ({ indicatorId }) => [`/v1/indicators/${indicatorId}?year=2024`],
    answers: all,
  },
  'query-api GET /v1/indicators/{indicatorId}/records': {
    right: 'dataset:read',
    ask: ({ indicatorId }) => [`/v1/indicators/${indicatorId}/records?year=2024`],
    answers: all,
  },
  'consolidator GET /v1/parked': {
    right: 'dataset:operate',
    ask: ({ sourceId }) => [`/v1/parked?source=${sourceId}`],
    answers: { operator: every },
  },
  'consolidator GET /v1/parked/{id}': {
    right: 'dataset:operate',
    // Nothing is parked: whoever may look is told so, and so below.
    ask: () => [`/v1/parked/${'0'.repeat(20)}`],
    answers: { operator: ['404', '404', '404'] },
  },
  'consolidator POST /v1/parked-decisions': {
    right: 'dataset:operate',
    ask: ({ sourceId }) => [
      '/v1/parked-decisions',
      json({ kind: 'RETRY', reason: '权限矩阵核对', filter: { source: sourceId } }),
    ],
    answers: { operator: ['202', '202', '202'] },
  },
  'identity-vault POST /v1/identity-lookups': {
    right: 'identity:read',
    ask: () => ['/v1/identity-lookups', json({ identityRef: 'nobody', purpose: '权限测试' })],
    // There is no such person: whoever may look is told so.
    answers: { identityOfficer: ['404', '404', '404'] },
  },
  'intake POST /v1/feeds/{feed}/batches': {
    right: 'intake:write',
    ask: ({ feed, sourceId, row }) => [`/v1/feeds/${feed}/batches?dryRun=true&source=${sourceId}`, json([row])],
    answers: { source: ['200', '403', '403'], desk: ['200', '200', '403'], otherDesk: ['403', '403', '200'] },
  },
  'intake GET /v1/feeds': {
    right: 'intake:read',
    ask: () => ['/v1/feeds'],
    shows: sourcesOfFeeds,
    answers: {
      source: ['200', '200 ∅', '403'],
      desk: ['200', '200', '403'],
      otherDesk: ['403', '403', '200'],
    },
  },
  'intake GET /v1/feeds/{feed}/template': {
    right: 'intake:read',
    ask: ({ feed }) => [`/v1/feeds/${feed}/template?format=csv`],
    answers: { source: ['200', '200', '403'], desk: ['200', '200', '403'], otherDesk: ['403', '403', '200'] },
  },
  'intake GET /v1/batches': {
    right: 'intake:read',
    ask: () => ['/v1/batches'],
    shows: rowsOf('batches'),
    answers: {
      source: ['200', '200 ∅', '403'],
      desk: ['200', '200', '403'],
      otherDesk: ['403', '403', '200'],
    },
  },
  'intake GET /v1/batches/{id}': {
    right: 'intake:read',
    ask: ({ batchId }) => [`/v1/batches/${batchId}`],
    answers: batchAnswers,
  },
  'intake GET /v1/batches/{id}/records': {
    right: 'intake:read',
    ask: ({ batchId }) => [`/v1/batches/${batchId}/records`],
    answers: batchAnswers,
  },
  'intake GET /v1/batches/{id}/rejects': {
    right: 'intake:read',
    ask: ({ batchId }) => [`/v1/batches/${batchId}/rejects`],
    answers: batchAnswers,
  },
  'intake GET /v1/operator/batches': {
    right: 'intake:operate',
    ask: () => ['/v1/operator/batches'],
    answers: { operator: every },
  },
  'intake GET /v1/operator/batches/{id}': {
    right: 'intake:operate',
    ask: ({ batchId }) => [`/v1/operator/batches/${batchId}`],
    answers: { operator: every },
  },
  'intake GET /v1/operator/batches/{id}/rejects': {
    right: 'intake:operate',
    ask: ({ batchId }) => [`/v1/operator/batches/${batchId}/rejects`],
    answers: { operator: every },
  },
  'intake GET /v1/operator/actions': {
    right: 'intake:operate',
    ask: () => ['/v1/operator/actions'],
    answers: { operator: every },
  },
  'intake POST /v1/operator/replays': {
    right: 'intake:operate',
    ask: ({ batchId }) => ['/v1/operator/replays', json({ batchId, reason: '权限矩阵核对' })],
    answers: { operator: ['202', '202', '202'] },
  },
  'intake GET /v1/receipt-keys': { right: 'public', ask: () => ['/v1/receipt-keys'], answers: {} },
  'intake GET /v1/balance': {
    right: 'balance:read',
    ask: () => ['/v1/balance'],
    shows: rowsOf('lines'),
    answers: {
      ...{ source: ['200', '200 ∅', '403'], desk: ['200', '200', '403'], analyst: ['200', '200 ∅', '403'] },
      ...{ otherDesk: ['403', '403', '200'], otherAnalyst: ['403', '403', '200'] },
    },
  },
};

export const PUBLIC = 'GET /openapi.json';
