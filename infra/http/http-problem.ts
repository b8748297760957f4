/** What the outside is told of a refusal; RFC 9457. Texts are for people, Chinese first; `code` is for machines. */
export type ProblemDetails = {
  status: number;
  /** Stable, UPPER_SNAKE. */
  code: string;
  /** Short Chinese name of the kind of problem. */
  title: string;
  /** Chinese: what happened and what to do. Never holds a personal value. */
  detail: string;
  headers?: Record<string, string>;
  /** Extension members, e.g. `errors`, one entry a parameter. */
  extra?: Record<string, unknown>;
};

/** Thrown by handlers and verifiers; becomes the answer as it is. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly headers: Record<string, string>;
  readonly extra: Record<string, unknown>;

  constructor(problem: ProblemDetails) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.name = 'HttpProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.headers = problem.headers ?? {};
    this.extra = problem.extra ?? {};
  }
}

/** The `application/problem+json` body; `instance` names this one occurrence, as it stands in the log. */
export function problemBody(problem: HttpProblem, requestId: string): Record<string, unknown> {
  return {
    ...problem.extra,
    type: `urn:hub:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    instance: `urn:uuid:${requestId}`,
    code: problem.code,
  };
}
