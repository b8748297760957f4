import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Route, RouteResponse } from './route.js';

/** RFC 9457 as this API answers it. */
const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().meta({ description: '固定的错误代码，供程序判断' }),
    errors: z
      .array(z.object({ in: z.enum(['query', 'path']), parameter: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: '逐个参数的错误' }),
  })
  .meta({ id: 'Problem', description: '错误说明（RFC 9457）' });

const problemContent = { 'application/problem+json': { schema: problemSchema } };

function contentOf(response: RouteResponse): { content?: Record<string, { schema: z.ZodType | object }> } {
  const { schema, contentType, contentTypes = contentType === undefined ? [] : [contentType] } = response;
  const files = contentTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }] as const);
  const json = schema && contentType === undefined ? [['application/json', { schema }] as const] : [];
  return files.length + json.length > 0 ? { content: Object.fromEntries([...json, ...files]) } : {};
}

/** Refusals that any route can answer, so that each route need not repeat them. */
function commonRefusals(route: Route): Record<string, { description: string; content: typeof problemContent }> {
  const refusals: Record<string, string> = { 400: '请求不正确', 429: '请求过于频繁', 500: '服务内部错误' };
  if (route.right !== 'public') Object.assign(refusals, { 401: '没有有效的访问令牌', 403: '没有权限' });
  return Object.fromEntries(
    Object.entries(refusals).map(([status, description]) => [status, { description, content: problemContent }]),
  );
}

function declaredResponses(route: Route): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, response]) => {
      const content = Number(status) >= 400 && !response.schema ? { content: problemContent } : contentOf(response);
      return [status, { description: response.description, ...content }];
    }),
  );
}

function bodyOf(route: Route): Pick<NonNullable<RouteConfig['request']>, 'body'> {
  const { body, bodyDescription: description } = route.request ?? {};
  if (!body && !description) return {};
  const content = body
    ? { 'application/json': { schema: body } }
    : { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } };
  return { body: { required: true, ...(description && { description }), content } };
}

/** Path parameters must be described in OpenAPI whether or not the route checks them. */
function pathParameters(route: Route): z.ZodObject | undefined {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  if (route.request?.params || names.length === 0) return route.request?.params;
  return z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
}

function pathOf(route: Route): RouteConfig {
  const params = pathParameters(route);
  const query = route.request?.query;
  return {
    method: route.method,
    path: route.path.replaceAll(/:(\w+)/g, '{$1}'),
    summary: route.summary,
    security: route.right === 'public' ? [] : [{ token: [route.right] }],
    request: { ...(query && { query }), ...(params && { params }), ...bodyOf(route) },
    responses: { ...commonRefusals(route), ...declaredResponses(route) },
  };
}

/** OpenAPI 3.1 of the declared routes, generated from the same zod definitions that check the requests. */
export function openApiDocument(title: string, version: string, routes: readonly Route[]): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  for (const route of routes) registry.registerPath(pathOf(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({ openapi: '3.1.0', info: { title, version } });
}
