import { HttpProblem } from '../../../infra/http/http-problem.js';
import type { UnreadableBatch, UnreadableCode } from '../reading/row-reader.js';
import type { Question } from '../ledger/complete/accept-complete-list.js';
import type { Receipt } from '../receipts/receipt.js';
import type { Shortage } from './room.js';

const STATUS: Readonly<Record<UnreadableCode, [status: number, title: string]>> = {
  BODY_TOO_LARGE: [413, '报送内容过大'],
  UNSUPPORTED_MEDIA_TYPE: [415, '不支持的内容类型'],
  UNSUPPORTED_ENCODING: [415, '不支持的压缩方式'],
  ENCODING_UNREADABLE: [400, '无法识别字符编码'],
  HEADINGS_UNKNOWN: [400, '有无法识别的列'],
  HEADINGS_MISSING: [400, '缺少必需的列'],
  HEADINGS_REPEATED: [400, '有重复的列'],
  FILE_BROKEN: [400, '报送内容已损坏'],
  FILE_EMPTY: [400, '报送内容为空'],
};

/** A body that cannot be read, as the caller is told. */
export function unreadableProblem({ code, detail, extra }: UnreadableBatch): HttpProblem {
  const [status, title] = STATUS[code];
  return new HttpProblem({ status, code, title, detail: `${detail}本批未保存任何内容。`, extra });
}

export function keyReused(): HttpProblem {
  return new HttpProblem({
    status: 422,
    code: 'IDEMPOTENCY_KEY_REUSED',
    title: '幂等键已被使用',
    detail: '这个 Idempotency-Key 已用于另一份内容。请为新的内容使用新的键。',
  });
}

export function rowsRejected({ rows, findings, findingsTotal }: Receipt): HttpProblem {
  return new HttpProblem({
    status: 422,
    code: 'ROWS_REJECTED',
    title: '整批未接收',
    detail: `按“全部接收或全部不接收”（atomic）的要求，因有 ${rows.rejected} 行未通过检查，本批未保存任何内容。请改正后重新报送。`,
    extra: { rows, findings, findingsTotal },
  });
}

/** Nothing is retracted on such a scale before somebody has looked at it. */
export function listUnconfirmed({ known, absent, recordIds, confirm }: Question): HttpProblem {
  return new HttpProblem({
    status: 409,
    code: 'COMPLETE_LIST_UNCONFIRMED',
    title: '完整清单未列入的记录较多',
    detail: `枢纽在所属期内已有 ${known} 条记录，清单未列入其中 ${absent} 条，超过了可以直接撤回的数量。本批未保存任何内容。请核对所属期、来源系统和文件是否完整；确认这些记录确应撤回的，加上 confirm=${confirm} 重新报送同一文件。`,
    extra: { known, absent, recordIds, confirm },
  });
}

const NO_ROOM: Readonly<Record<Shortage, { code: string; title: string; detail: string }>> = {
  backlog: {
    code: 'BACKLOG_FULL',
    title: '待发布的记录过多',
    detail: '消息系统暂时不可用或处理较慢，待发布的记录已达上限。请按 Retry-After 所示的秒数等待后重试。',
  },
  restored: {
    code: 'LEDGER_RESTORED',
    title: '台账正在与共享数据集核对',
    detail:
      '本部门的报送台账刚从备份恢复，正在向共享数据集核对备份之后接收的记录，核对完成前暂停接收。请按 Retry-After 所示的秒数等待后重试；持续出现时请联系运维人员。',
  },
  disk: {
    code: 'DISK_NEARLY_FULL',
    title: '枢纽的磁盘空间不足',
    detail:
      '为保证已接收的记录不受影响，暂停接收新的报送。请按 Retry-After 所示的秒数等待后重试；持续出现时请联系运维人员。',
  },
};

export function noRoom(shortage: Shortage): HttpProblem {
  return new HttpProblem({ status: 503, ...NO_ROOM[shortage], headers: { 'Retry-After': '30' } });
}

export function batchUnknown(): HttpProblem {
  return new HttpProblem({
    status: 404,
    code: 'BATCH_UNKNOWN',
    title: '没有这个批次',
    detail: '没有这个批次，或它不属于您可以查看的来源系统。',
  });
}

/** Raw rows are kept until they are settled; a rejected one for as long as the ledger keeps it. */
export function rowsPurged(): HttpProblem {
  return new HttpProblem({
    status: 410,
    code: 'ROWS_PURGED',
    title: '原始内容已清除',
    detail:
      '被退回的行的原始内容已按保存期限清除，不能再生成文件；原因和如何修改仍可按 JSON 查看。请从原系统重新导出。',
  });
}

export function workbookTooLarge(rows: number, most: number): HttpProblem {
  return new HttpProblem({
    status: 406,
    code: 'WORKBOOK_TOO_LARGE',
    title: '退回的行过多',
    detail: `被退回的有 ${rows} 行，超过一个工作簿的上限 ${most} 行，请改取 CSV。`,
    extra: { offered: ['application/json', 'text/csv'] },
  });
}

export function notAcceptable(types: readonly string[]): HttpProblem {
  return new HttpProblem({
    status: 406,
    code: 'TYPE_NOT_OFFERED',
    title: '没有所要求的格式',
    detail: '请在 Accept 中要求所列的格式之一。',
    extra: { offered: types },
  });
}

export function feedUnknown(known: readonly string[]): HttpProblem {
  return new HttpProblem({
    status: 404,
    code: 'FEED_UNKNOWN',
    title: '没有这个报送项目',
    detail: `本部门或该来源系统没有这个报送项目，可用的有：${known.join('、')}。`,
  });
}
