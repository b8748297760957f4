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
