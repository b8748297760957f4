import { z } from 'zod';
import { HttpProblem } from '../../infra/http/http-problem.js';
import { codeList } from '../../schemas/code-lists/code-list.js';
import type { EventContract } from '../../schemas/contract.js';
import { eventContracts } from '../../schemas/generated/contract-index.js';

const PREFIX = 'field.';

/** `field.status=DECIDED`: one parameter for each path that is a code in some event type; all are in the API description. */
export const codeFilterParameters: Record<string, z.ZodOptional<z.ZodString>> = Object.fromEntries(
  [...new Set(eventContracts.flatMap(codedPaths))].map((path) => [
    `${PREFIX}${path}`,
    z
      .string()
      .min(1)
      .max(50)
      .optional()
      .meta({ description: describe(path) }),
  ]),
);

function codedPaths(contract: EventContract): string[] {
  return contract.fields.filter(({ codeList: list }) => list !== undefined).map(({ path }) => path);
}

function describe(path: string): string {
  const fields = eventContracts.flatMap((contract) =>
    contract.fields
      .filter((field) => field.path === path && field.codeList !== undefined)
      .map((field) => `${contract.label}「${field.label}」（代码表 ${field.codeList}）`),
  );
  return `按代码筛选：${fields.join('；')}`;
}

type Refusal = { in: 'query'; parameter: string; detail: string };

/**
 * The code filters of a query.
 *
 * @throws HttpProblem 400 PARAMETER_INVALID when the type has no such coded field, or the list no such code: a slip must
 *   not look like "nothing found"
 */
export function codeFiltersOf(
  contract: EventContract,
  query: Readonly<Record<string, unknown>>,
): { path: string; code: string }[] {
  const asked = Object.entries(query).flatMap(([parameter, code]) =>
    parameter.startsWith(PREFIX) && typeof code === 'string' ? [{ path: parameter.slice(PREFIX.length), code }] : [],
  );
  const errors = asked.flatMap(({ path, code }) => refusalOf(contract, path, code) ?? []);
  if (errors.length === 0) return asked;
  throw new HttpProblem({
    status: 400,
    code: 'PARAMETER_INVALID',
    title: '请求参数不正确',
    detail: `请改正这些参数后重试：${errors.map(({ parameter }) => parameter).join('、')}。`,
    extra: { errors },
  });
}

function refusalOf(contract: EventContract, path: string, code: string): Refusal | null {
  const list = contract.fields.find((field) => field.path === path)?.codeList;
  const refused = (detail: string): Refusal => ({ in: 'query', parameter: `${PREFIX}${path}`, detail });
  if (list === undefined) return refused(`${contract.label}没有这个代码字段，字段见 /v1/event-types。`);
  const isKnown = codeList(list).entries.some((entry) => entry.code === code);
  return isKnown ? null : refused(`代码表 ${list} 中没有这个代码。`);
}
