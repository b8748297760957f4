import { z } from 'zod';

/** One thing said of a row, with the heading under which the department finds it in its own file. */
export const receiptFinding = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  column: z.string().nullable().meta({ description: '列名（属性名）' }),
  heading: z.string().nullable().meta({ description: '列的中文表头' }),
  zh: z.string().meta({ description: '原因' }),
  en: z.string(),
  remedy: z.string().meta({ description: '如何修改' }),
});

export const rowFinding = receiptFinding.extend({ rowNumber: z.int(), recordId: z.string().nullable() });

const count = z.int().min(0);

const outcomes = z.object({
  ...{ submitted: count, new: count, corrected: count, retracted: count, unchanged: count, rejected: count },
});

export const receiptSchema = z.object({
  batchId: z.string(),
  feed: z.string(),
  sourceId: z.string(),
  eventType: z.string(),
  acceptedAt: z.string().meta({ description: '接收时间' }),
  asOf: z.string().nullable().meta({ description: '声明的导出时点' }),
  mode: z.enum(['partial', 'complete']),
  completeList: z
    .object({
      period: z.string().meta({ description: '所属期' }),
      withheld: z.boolean().meta({ description: '有行的记录编号无法识别，因此没有撤回任何记录' }),
      retracted: count.meta({ description: '因未列入而撤回的记录数' }),
      restored: count.meta({ description: '此前因未列入而撤回、本次又列入而恢复的记录数' }),
      recordIds: z.array(z.string()).meta({ description: '撤回的记录编号，前若干个' }),
    })
    .nullable()
    .meta({ description: '完整清单；部分报送为空' }),
  atomic: z.boolean(),
  format: z.string(),
  encoding: z.string().nullable().meta({ description: '按字节判定的字符编码' }),
  bodyDigest: z.string(),
  bodyBytes: count,
  rows: outcomes.meta({ description: '接收时各种处理结果的行数' }),
  warnings: count.meta({ description: '已接收但有提示的行数' }),
  signature: z.string().nullable().meta({
    description:
      '枢纽的签名：JWS（RFC 7515）紧凑格式、正文分离；正文为头部 members 所列各项的 RFC 8785 JSON；试报送没有签名',
  }),
  rowsNow: outcomes.meta({ description: '现在的行数：接收时无变化的行，可能因后来插入的版本而须发布' }),
  states: z
    .object({ waiting: count, published: count, applied: count, parked: count, discarded: count })
    .meta({ description: '已形成事件的记录所处的环节' }),
  stateLabel: z.string().meta({ description: '整批所处环节' }),
  notes: z.array(z.string()).meta({ description: '关于整份文件的提示' }),
  findingsTotal: count,
  findings: z.array(rowFinding).meta({ description: '前若干条；全部见 /v1/batches/{id}/rejects' }),
});

export type ReceiptFinding = z.infer<typeof receiptFinding>;
export type RowFinding = z.infer<typeof rowFinding>;
export type Receipt = z.infer<typeof receiptSchema>;

/** Where a row stands; the last two formed no event. */
export const recordStates = [
  'waiting',
  'published',
  'applied',
  'superseded',
  'parked',
  'discarded',
  'rejected',
  'unchanged',
] as const;
export type RecordState = (typeof recordStates)[number];

export const STATE_LABELS: Readonly<Record<RecordState, string>> = {
  waiting: '已接收，待发布',
  published: '已发布，待确认',
  applied: '已进入共享数据集',
  superseded: '已进入共享数据集，已有更新的版本',
  parked: '已搁置，待枢纽处理',
  discarded: '未采用',
  rejected: '已退回，请改正后重新报送',
  unchanged: '与已报送的内容相同，无需处理',
};

/** Of a batch that was only checked (dryRun). */
export const TRIED_LABEL = '试报送（未入库）';

export const receiptRecord = z.object({
  rowNumber: z.int(),
  recordId: z.string().nullable(),
  outcome: z.enum(['new', 'corrected', 'retracted', 'unchanged', 'rejected']),
  period: z.string(),
  findings: z.array(receiptFinding),
  eventId: z.string().nullable(),
  ledgerSeq: z.int().nullable(),
  state: z.enum(recordStates).meta({ description: '所处环节；退回和无变化的行没有形成事件' }),
  stateLabel: z.string(),
  reasonCode: z.string().nullable().meta({ description: '搁置或未采用的原因代码' }),
  reason: z
    .object({ zh: z.string(), remedy: z.string() })
    .nullable()
    .meta({ description: '搁置或未采用的原因和处理办法' }),
  position: z.object({ topic: z.string(), partition: z.int(), offset: z.int() }).nullable(),
});

export const receiptRecordsSchema = z.object({
  batchId: z.string(),
  records: z.array(receiptRecord),
  nextCursor: z.string().nullable(),
});

export type ReceiptRecord = z.infer<typeof receiptRecord>;
