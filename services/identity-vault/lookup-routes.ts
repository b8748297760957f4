import type { Request } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import { HttpProblem } from '../../infra/http/http-problem.js';
import { readJsonBody } from '../../infra/http/json-body.js';
import type { Principal, Route } from '../../infra/http/route.js';
import { inTransaction } from '../../infra/postgres/in-transaction.js';
import type { ClearIdentity } from './clear-identity.js';
import { isErased, recordLookup, statementsAbout } from './lookup-store.js';
import type { LookupAudit, SealedStatement } from './lookup-store.js';
import { placeOf } from './sealing-keys.js';
import type { SealingKeys } from './sealing-keys.js';

const BODY_LIMIT_BYTES = 16 * 1024;

/** PostgreSQL's text refuses U+0000. */
const id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u);

export const lookupRequestSchema = z
  .strictObject({
    identityRef: id.optional().meta({ description: '身份引用号（与 personId 二选一）' }),
    personId: z.uuid().optional().meta({ description: '人员编号（与 identityRef 二选一）' }),
    sourceId: id.optional().meta({ description: '数据来源；只查该来源报送的身份' }),
    purpose: z
      .string()
      .trim()
      .min(4)
      .max(500)
      .regex(/^\P{Cc}+$/u)
      .meta({ description: '查询用途，不少于 4 个字；记入审计' }),
  })
  .refine((request) => (request.identityRef === undefined) !== (request.personId === undefined), {
    path: ['identityRef'],
    error: 'identityRef 与 personId 须且只能填写一个',
  });
type LookupRequest = z.infer<typeof lookupRequestSchema>;

const lookupAnswerSchema = z
  .object({
    identities: z.array(
      z.object({
        sourceId: z.string(),
        identityRef: z.string(),
        department: z.string(),
        kind: z.string(),
        personId: z.string().nullable(),
        rule: z.string().nullable().meta({ description: '判定规则' }),
        receivedAt: z.int().meta({ description: '收到时间，毫秒' }),
        certificateType: z.string(),
        certificateNumber: z.string().nullable(),
        name: z.string(),
        birthDate: z.string().nullable(),
        sex: z.string(),
        telephone: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'IdentityLookup', description: '按报送时间由近到远的身份信息' });

function lookupInvalid(error: z.ZodError): HttpProblem {
  const errors = error.issues.map((issue) => ({ parameter: issue.path.join('.'), detail: issue.message }));
  return new HttpProblem({
    status: 400,
    code: 'LOOKUP_INVALID',
    title: '查询条件不正确',
    detail: '请填写 identityRef 或 personId 之一，并写明不少于 4 个字的查询用途 purpose。',
    extra: { errors },
  });
}

async function readLookup(request: Request): Promise<LookupRequest> {
  const body = await readJsonBody(request, BODY_LIMIT_BYTES);
  const parsed = lookupRequestSchema.safeParse(body, { error: z.locales.zhCN().localeError });
  if (!parsed.success) throw lookupInvalid(parsed.error);
  return parsed.data;
}

function auditOf(principal: Principal, lookup: LookupRequest | null, result: LookupAudit['result']): LookupAudit {
  const { purpose = null, ...target } = lookup ?? {};
  return { subject: principal.subject, department: principal.department, purpose, target, result };
}

function nothingThere(erased: boolean): HttpProblem {
  return erased
    ? new HttpProblem({
        status: 410,
        code: 'IDENTITY_ERASED',
        title: '身份信息已删除',
        detail: '此人的身份信息已依规删除，无法恢复。',
      })
    : new HttpProblem({
        status: 404,
        code: 'IDENTITY_NOT_FOUND',
        title: '没有找到',
        detail: '身份库中没有这个引用号或人员编号，可能尚未收到，请核对后再查。',
      });
}

/** The audit row is written before anybody can see an answer, in the transaction that read it. */
async function lookUp(pool: pg.Pool, principal: Principal, lookup: LookupRequest): Promise<SealedStatement[]> {
  const { statements, erased } = await inTransaction(pool, async (client) => {
    const statements = await statementsAbout(client, lookup);
    const erased = statements.length === 0 && (await isErased(client, lookup));
    const result = statements.length > 0 ? 'FOUND' : erased ? 'ERASED' : 'NOT_FOUND';
    await recordLookup(client, auditOf(principal, lookup, result));
    return { statements, erased };
  });
  if (statements.length === 0) throw nothingThere(erased);
  return statements;
}

function clear(statement: SealedStatement, keys: SealingKeys): z.infer<typeof lookupAnswerSchema>['identities'] {
  const { sourceId, reference, department, kind, personId, rule, receivedAt, wrappedKey, keyId, sealed } = statement;
  if (wrappedKey === null) return [];
  const identity = keys.open({ keyId, wrappedKey }, sealed, placeOf(statement)) as ClearIdentity;
  return [{ sourceId, identityRef: reference, department, kind, personId, rule, receivedAt, ...identity }];
}

/** `POST`, so that references and purposes never stand in a URL or its logs. */
export function lookupRoutes(pool: pg.Pool, keys: SealingKeys): Route[] {
  return [
    {
      method: 'post',
      path: '/v1/identity-lookups',
      right: 'identity:read',
      summary: '查询身份信息（须授权、写明用途，全程审计）',
      request: { body: lookupRequestSchema, bodyDescription: '查谁、为何查' },
      responses: {
        200: { description: '身份信息', schema: lookupAnswerSchema },
        404: { description: '没有找到' },
        410: { description: '身份信息已删除' },
      },
      handle: async (request, response, principal) => {
        const lookup = await readLookup(request);
        const statements = await lookUp(pool, principal, lookup);
        const identities = statements.flatMap((statement) => clear(statement, keys));
        response.set('Cache-Control', 'no-store').json({ identities });
      },
      denied: async (request, principal) => {
        // Who may not look is audited whatever the body holds.
        const lookup = await readLookup(request).catch(() => null);
        await recordLookup(pool, auditOf(principal, lookup, 'DENIED'));
      },
    },
  ];
}
