import type { Request, Response } from 'express';
import { z } from 'zod';
import { HttpProblem } from './http-problem.js';
import type { Route } from './route.js';

/** One parameter that is not as declared. Its value is not repeated: it may be somebody's number. */
export type ParameterError = { in: 'query' | 'path'; parameter: string; detail: string };

const inChinese = { error: z.locales.zhCN().localeError };

/** A misspelt filter must not silently return everything: unknown parameters are errors. */
function withoutUnknown(schema: z.ZodObject): z.ZodObject {
  return schema.def.catchall ? schema : schema.strict();
}

/** A name that a caller made up may be somebody's number or name as well: only what looks like a parameter is repeated. */
function shown(name: string): string {
  return /^[A-Za-z][A-Za-z_-]{0,39}$/.test(name) ? name : '（名称不合规的参数）';
}

function errorsOf(place: ParameterError['in'], issues: readonly z.core.$ZodIssue[]): ParameterError[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((name) => ({
          in: place,
          parameter: shown(name),
          detail: '没有这个参数，请对照接口说明检查拼写。',
        }))
      : [{ in: place, parameter: issue.path.join('.') || place, detail: issue.message }],
  );
}

function parse(place: ParameterError['in'], schema: z.ZodObject, value: unknown): [unknown, ParameterError[]] {
  const parsed = schema.safeParse(value, inChinese);
  return parsed.success ? [parsed.data, []] : [undefined, errorsOf(place, parsed.error.issues)];
}

/**
 * Parses query and path parameters into `response.locals.query` and `.params`.
 *
 * @throws HttpProblem 400 PARAMETER_INVALID, whose `errors` name each parameter
 */
export function parseParameters(route: Route, request: Request, response: Response): void {
  const { query, params } = route.request ?? {};
  const [queryValue, queryErrors] = query ? parse('query', withoutUnknown(query), request.query) : [request.query, []];
  const [paramsValue, pathErrors] = params ? parse('path', params, { ...request.params }) : [request.params, []];
  const errors = [...pathErrors, ...queryErrors];
  if (errors.length > 0) {
    throw new HttpProblem({
      status: 400,
      code: 'PARAMETER_INVALID',
      title: '请求参数不正确',
      detail: `请改正这些参数后重试：${[...new Set(errors.map((error) => error.parameter))].join('、')}。`,
      extra: { errors },
    });
  }
  Object.assign(response.locals, { query: queryValue, params: paramsValue });
}
