import { connectors } from '../../connectors/generated/feed-index.js';
import { shanghaiTime } from './shanghai-time.js';

/** A message that was set aside, as the consolidator tells of it. */
export type ParkedView = {
  messageId: string;
  topic: string;
  department: string | null;
  eventType: string | null;
  sourceId: string | null;
  period: string | null;
  ledgerSeq: number | null;
  reasonCode: string;
  detail: string;
  discarded: boolean;
  deliveries: number;
  parkedAt: string;
};

export type ParkedPage = { total: number; messages: ParkedView[]; nextCursor: string | null };

export type ShownParked = {
  message: ParkedView;
  deliveries: {
    position: { generation: string; topic: string; partition: number; offset: number };
    kafkaTime: string;
    schemaId: number | null;
    schemaKnown: boolean;
    bytes: number;
  }[];
  decisions: { decisionId: string; kind: 'DISCARD' | 'RETRY'; decidedBy: string; decidedAt: string; reason: string }[];
};

export type DecidedAnswer = { decisionId: string | null; messages: number };

/** By reason code; what the operator does about it. */
export const PARK_REASONS: Readonly<Record<string, { label: string; remedy: string }>> = {
  WIRE_FORMAT: { label: '不是枢纽的事件格式', remedy: '查明是谁写入了这个主题；确认无用后可决定不采用。' },
  SCHEMA_UNKNOWN: {
    label: '契约登记库没有它的契约',
    remedy: '用 hub schemas register 登记该版本的契约，半分钟后重新处理。',
  },
  SCHEMA_INCOMPATIBLE: { label: '契约与枢纽的版本不兼容', remedy: '核对发布方与枢纽的版本，升级后重新处理。' },
  AVRO_UNDECODABLE: {
    label: '内容无法解读',
    remedy: '用 hub intake replay 让报送服务重新发送；坏的这一份可决定不采用。',
  },
  WRONG_DEPARTMENT: { label: '来源系统登记在其他部门名下', remedy: '核对并更正来源系统登记，更正后自动重新处理。' },
  CONTENT_DIGEST_MISMATCH: { label: '内容与其摘要不符', remedy: '核对发布方的版本；用 hub intake replay 重新发送。' },
  EVENT_ID_MISMATCH: { label: '内容与事件编号不符', remedy: '核对发布方的版本；用 hub intake replay 重新发送。' },
  RULE_BROKEN: {
    label: '不符合数据契约的规则',
    remedy: '请报送部门改正后重报（原消息可决定不采用）；规则更新后可重新处理。',
  },
  DATABASE_REFUSED: { label: '数据库无法保存', remedy: '按日志中的 SQLSTATE 查明原因，排除后重新处理。' },
  DISCARDED: { label: '内容没有问题，已决定不采用', remedy: '如需采用，重新处理即撤销该决定。' },
};

const labelOf = (department: string | null): string =>
  connectors.find((connector) => connector.department === department)?.label ?? '枢纽公共主题';

export function parkedLines({ total, messages, nextCursor }: ParkedPage): string[] {
  if (total === 0) return ['没有符合条件的搁置消息。'];
  const more = nextCursor === null ? [] : [`……还有更多，加 --cursor ${nextCursor} 继续`];
  return [`共 ${total} 条：`, ...messages.map((message) => `  ${lineOf(message)}`), ...more];
}

function lineOf(message: ParkedView): string {
  const { messageId, department, eventType, sourceId, ledgerSeq, reasonCode, detail, discarded, deliveries } = message;
  const told = [
    labelOf(department),
    ...(eventType === null ? [] : [eventType]),
    ...(sourceId === null ? [] : [sourceId]),
    ...(ledgerSeq === null ? [] : [`序号 ${ledgerSeq}`]),
    ...(deliveries > 1 ? [`送达 ${deliveries} 次`] : []),
  ];
  const state = discarded ? '［不采用］' : '';
  const why = PARK_REASONS[reasonCode]?.label ?? reasonCode;
  return `${messageId} ${shanghaiTime(message.parkedAt)} ${state}${why}（${reasonCode} ${detail}）：${told.join(' ')}`;
}

export function shownLines({ message, deliveries, decisions }: ShownParked): string[] {
  const remedy = PARK_REASONS[message.reasonCode]?.remedy;
  return [
    lineOf(message),
    ...(remedy === undefined ? [] : [`如何处理：${remedy}`]),
    '送达：',
    ...deliveries.map(({ position: { topic, partition, offset }, kafkaTime, schemaId, schemaKnown, bytes }) => {
      const schema = schemaId === null ? '无契约编号' : `契约 ${schemaId}${schemaKnown ? '' : '（未知）'}`;
      return `  ${topic}[${partition}]@${offset}，${shanghaiTime(kafkaTime)}，${bytes} 字节，${schema}`;
    }),
    decisions.length === 0 ? '尚未作过决定。' : '决定：',
    ...decisions.map(
      ({ kind, decidedBy, decidedAt, reason }) =>
        `  ${shanghaiTime(decidedAt)} ${kind === 'DISCARD' ? '不采用' : '重新处理'}，${decidedBy}：${reason}`,
    ),
  ];
}

export function decidedLine(kind: 'DISCARD' | 'RETRY', { decisionId, messages }: DecidedAnswer): string {
  if (decisionId === null) return '没有符合条件的搁置消息，没有作出决定。';
  const done = kind === 'DISCARD' ? '不再采用' : '将重新处理';
  return `已记录决定 ${decisionId}：${messages} 条消息${done}。结果见 hub parked list，报送部门的回执随之更新。`;
}
