import { eventContract } from '../../schemas/generated/contract-index.js';
import { declaredRules } from '../../schemas/record-check.js';
import { LEDGER_RULES } from '../../services/intake/ledger/ledger-warning.js';
import { ROW_RULES } from '../../services/intake/reading/row-findings.js';
import { DECLARED, type FuzzCase, type Target } from './fuzz-case.js';
import type { Answer } from './send-http.js';

export type Told = { batchId: string; rows: Record<string, number> };

type Body = {
  code?: unknown;
  detail?: unknown;
  status?: unknown;
  batchId?: unknown;
  rows?: Record<string, number>;
  findings?: { recordId?: unknown; code?: string }[];
};

/** What is wrong with an answer of the HTTP door; nothing, mostly. */
export function checkAnswer({ expected, personal, submission, target }: FuzzCase, answer: Answer): string[] {
  const body = submission.door === 'http' && submission.method === 'HEAD' ? null : jsonOf(answer.text);
  return [
    ...statusFaults(expected.statuses, answer.status),
    ...(body && answer.status >= 400 ? problemFaults(answer, body) : []),
    ...(expected.code && body?.code !== expected.code ? [`code ${String(body?.code)}, expected ${expected.code}`] : []),
    ...(expected.noRejects && body?.rows?.['rejected'] !== 0 ? [`valid rows rejected: ${shortened(answer.text)}`] : []),
    ...(body ? personalFaults(withoutRecordIds(body), personal) : []),
    ...undeclaredFaults(target, body),
  ];
}

/** A rule that ran is a declared rule: of the feed, of its contract, of the file or of the ledger. */
export function undeclaredFaults({ feed }: Target, body: Body | null): string[] {
  const declared = new Set([
    ...[...feed.rules, ...declaredRules(eventContract(feed.eventType))].map(({ code }) => code),
    ...[...Object.keys(ROW_RULES), ...Object.keys(LEDGER_RULES)],
  ]);
  const found = new Set((body?.findings ?? []).map(({ code }) => code ?? 'no code'));
  return [...found].filter((code) => !declared.has(code)).map((code) => `${code} is not declared`);
}

export function statusFaults(expected: readonly number[], status: number): string[] {
  if (!DECLARED.includes(status)) return [`status ${status} is not declared`];
  return expected.includes(status) ? [] : [`status ${status}, expected ${expected.join(' or ')}`];
}

function problemFaults({ contentType, status }: Answer, { code, detail, ...rest }: Body): string[] {
  return [
    ...(contentType.startsWith('application/problem+json') ? [] : [`a refusal as ${contentType || 'nothing'}`]),
    ...(typeof code === 'string' && /^[A-Z][A-Z_]+$/.test(code) ? [] : [`no code: ${String(code)}`]),
    ...(typeof detail === 'string' && /\p{Script=Han}/u.test(detail) ? [] : ['no Chinese detail']),
    ...(rest.status === status ? [] : [`the body says ${String(rest.status)}`]),
  ];
}

/** Nothing personal of the rows comes back. */
export function personalFaults(told: string, personal: readonly string[]): string[] {
  return personal.filter((value) => told.includes(value)).map((value) => `told again: ${value}`);
}

/** The receipt in an answer, of a batch that is kept. */
export function toldBatch(status: number, text: string): Told | null {
  const { batchId, rows } = jsonOf(text) ?? {};
  return status === 202 && typeof batchId === 'string' && rows ? { batchId, rows } : null;
}

/** A record's number is no personal column, whatever somebody wrote into it. */
export function withoutRecordIds(body: Body): string {
  return JSON.stringify({ ...body, findings: body.findings?.map((finding) => ({ ...finding, recordId: null })) });
}

export function jsonOf(text: string): Body | null {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return null;
  }
}

const shortened = (text: string) => text.slice(0, 600);
