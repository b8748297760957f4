import { z } from 'zod';

/** Where an event stands on Kafka. */
export const positionSchema = z
  .object({
    generation: z.string().meta({ description: 'Kafka 集群标识' }),
    topic: z.string(),
    partition: z.int(),
    offset: z.int(),
  })
  .meta({ id: 'Position', description: '事件在消息系统中的位置' });

const payload = z.record(z.string(), z.unknown()).nullable().meta({ description: '内容；撤回的记录为空' });

export const recordSchema = z
  .object({
    sourceId: z.string(),
    recordId: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    operation: z.enum(['ASSERT', 'RETRACT']),
    contentDigest: z.string(),
    period: z.string().meta({ description: '所属期 YYYY-MM' }),
    department: z.string(),
    reportingUnit: z.string(),
    acceptedAt: z.string().meta({ description: '接收时间（UTC）' }),
    position: positionSchema,
    payload,
    names: z.record(z.string(), z.string()).meta({ description: '代码对应的名称' }),
  })
  .meta({ id: 'Record', description: '一条记录的当前状态' });

export const recordPageSchema = z
  .object({
    records: z.array(recordSchema),
    next: z.string().nullable().meta({ description: '下一页位置；最后一页为空' }),
  })
  .meta({ id: 'RecordPage' });

const linkSchema = z
  .object({
    kind: z.string(),
    label: z.string(),
    rule: z.string(),
    ruleLabel: z.string(),
    side: z.enum(['left', 'right']).meta({ description: '本记录在关联中的一侧' }),
    other: z.object({ sourceId: z.string(), eventType: z.string(), recordId: z.string(), department: z.string() }),
    evidence: z.record(z.string(), z.unknown()).meta({ description: '依据：哪些相符、相差几日；不含记录内容' }),
    score: z.number().nullable().meta({ description: '评分规则的分值；确定性规则为空' }),
  })
  .meta({ id: 'Link', description: '两条记录之间的关联' });

export const linksSchema = z.object({ links: z.array(linkSchema) }).meta({ id: 'Links' });

export const historySchema = z
  .object({
    sourceId: z.string(),
    eventType: z.string(),
    recordId: z.string(),
    versions: z.array(
      z.object({
        eventId: z.string(),
        operation: z.enum(['ASSERT', 'RETRACT']),
        contentDigest: z.string(),
        isCurrent: z.boolean(),
        header: z.record(z.string(), z.unknown()),
        payload,
        position: positionSchema,
        kafkaTime: z.string(),
        archivedAt: z.string(),
      }),
    ),
    supersededBy: z
      .array(z.string())
      .meta({ description: '接替本来源系统、并已报送同编号记录的来源系统；有则本记录不再计入统计和关联' }),
    supersedes: z.array(z.string()).meta({ description: '同编号记录由本记录接替的旧来源系统' }),
    links: z.array(linkSchema).meta({ description: '关联记录，仅列出有权查看的' }),
  })
  .meta({ id: 'RecordHistory', description: '一条记录的全部版本，由旧到新' });

const count = z.int();

export const balanceRowSchema = z
  .object({
    sourceId: z.string(),
    eventType: z.string(),
    period: z.string(),
    department: z.string(),
    statedAt: z.string().nullable(),
    submitted: count,
    impliedRetractions: count,
    rejected: count,
    unchanged: count,
    added: count,
    corrected: count,
    retracted: count,
    waiting: count,
    published: count,
    inFlight: count,
    applied: count,
    parked: count,
    discarded: count,
    current: count,
    superseded: count,
    closed: z.boolean().meta({ description: '各等式成立且无待发布、在途' }),
  })
  .meta({ id: 'BalanceRow' });

export const balanceSchema = z
  .object({
    closed: z.boolean(),
    rows: z.array(balanceRowSchema),
    apart: z.array(
      z.object({ sourceId: z.string(), eventType: z.string(), repeatedDeliveries: count, foreignEvents: count }),
    ),
  })
  .meta({ id: 'Balance', description: '平衡表：按来源、事件类型、所属期' });

export const statementsSchema = z
  .object({
    periodFrom: z.string(),
    periodTo: z.string(),
    statements: z.array(
      z.object({
        sourceId: z.string(),
        department: z.string(),
        eventType: z.string(),
        month: z.string().meta({ description: 'YYYY-MM' }),
        state: z.enum(['HOLDS', 'WAITING', 'MISSING']),
        kind: z.string().nullable(),
        statedOn: z.string().nullable(),
        statement: z.string().nullable().meta({ description: '报送说明的记录编号' }),
        statedBy: z
          .string()
          .nullable()
          .meta({ description: '作出说明的来源系统：本系统，或接替它的系统；未说明的为空' }),
        deliveredUpTo: z.int().nullable().meta({ description: '说明时台账的最大序号' }),
      }),
    ),
  })
  .meta({ id: 'PeriodStatements', description: '报送说明：谁已说明，谁还欠' });
