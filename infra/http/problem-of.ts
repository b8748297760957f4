import { HttpProblem } from './http-problem.js';
import { isRetriableInPostgres } from '../postgres/retriable-error.js';
import { ServiceFailure } from '../process/service-failure.js';

/** Titles and advice for refusals that come from Express and Node rather than from a route. */
const knownStatuses: Record<number, { code: string; title: string; detail: string }> = {
  400: { code: 'REQUEST_MALFORMED', title: '请求格式不正确', detail: '请求无法解析，请检查网址、请求头和内容的格式。' },
  408: { code: 'REQUEST_TIMEOUT', title: '请求超时', detail: '没有在时限内收到完整的请求，请检查网络后重试。' },
  413: { code: 'BODY_TOO_LARGE', title: '请求内容过大', detail: '请求内容超过上限，请分成几次报送。' },
  414: { code: 'URI_TOO_LONG', title: '网址过长', detail: '请缩短查询条件。' },
  415: { code: 'MEDIA_TYPE_UNSUPPORTED', title: '不支持的内容类型', detail: '请按接口说明设置 Content-Type。' },
  417: {
    code: 'EXPECTATION_UNSUPPORTED',
    title: '不支持的 Expect 请求头',
    detail: '请去掉 Expect 请求头，或设为 100-continue。',
  },
  431: { code: 'HEADERS_TOO_LARGE', title: '请求头过大', detail: '请减少请求头的内容。' },
};

function member(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}

/** Can the same request succeed a little later? Looks down the chain of causes. */
function passesByItself(error: unknown): boolean {
  for (let cause: unknown = error, depth = 0; cause && depth < 5; cause = member(cause, 'cause'), depth += 1) {
    if (cause instanceof ServiceFailure) return cause.retriable;
    if (isRetriableInPostgres(cause)) return true;
  }
  return false;
}

/** A refusal of Express or Node by its status: 4xx only, others are failures. */
export function problemOfStatus(status: number): HttpProblem {
  const known = knownStatuses[status] ?? {
    code: 'REQUEST_REFUSED',
    title: '请求未被接受',
    detail: '请对照接口说明检查请求。',
  };
  return new HttpProblem({ status, ...known });
}

function unavailable(): HttpProblem {
  return new HttpProblem({
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    title: '服务暂时不可用',
    detail: '所依赖的系统暂时连接不上，请稍后重试。',
    headers: { 'Retry-After': '5' },
  });
}

function internal(): HttpProblem {
  return new HttpProblem({
    status: 500,
    code: 'INTERNAL_ERROR',
    title: '服务内部错误',
    detail: '处理请求时出错，已记录。请把 instance 中的编号告诉运维人员。',
  });
}

/** What the caller is told of anything thrown. Nothing of an unknown failure leaves the house: it is in the log. */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const status = member(error, 'status') ?? member(error, 'statusCode');
  if (typeof status === 'number' && status >= 400 && status < 500) return problemOfStatus(status);
  return passesByItself(error) ? unavailable() : internal();
}
