import { z } from 'zod';
import { HttpProblem } from '../../infra/http/http-problem.js';
import type { RecordKey } from '../dataset/find-records.js';
import type { GapKey } from '../dataset/gaps/read-gaps.js';

/** PostgreSQL's text refuses U+0000. */
const id = z
  .string()
  .min(1)
  .regex(/^[^\0]+$/);
const recordKeySchema = z.tuple([id, id]);
const gapKeySchema = z.tuple([z.int().min(0).max(99), z.iso.date(), id, id]);

/** Where a page of records ended, opaque to callers. */
export function cursorOf(key: RecordKey | null): string | null {
  return key === null ? null : encoded([key.sourceId, key.recordId]);
}

/** @throws HttpProblem 400 CURSOR_INVALID */
export function keyOf(cursor: string | undefined): RecordKey | undefined {
  if (cursor === undefined) return undefined;
  const [sourceId, recordId] = decoded(recordKeySchema, cursor);
  return { sourceId, recordId };
}

/** Where a page of gaps ended. */
export function gapCursorOf(key: GapKey | null): string | null {
  return key === null ? null : encoded([key.rank, key.startedOn, key.sourceId, key.recordId]);
}

/** @throws HttpProblem 400 CURSOR_INVALID */
export function gapKeyOf(cursor: string | undefined): GapKey | undefined {
  if (cursor === undefined) return undefined;
  const [rank, startedOn, sourceId, recordId] = decoded(gapKeySchema, cursor);
  return { rank, startedOn, sourceId, recordId };
}

function encoded(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decoded<S extends z.ZodType>(schema: S, cursor: string): z.infer<S> {
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  throw cursorInvalid();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cursorInvalid(): HttpProblem {
  return new HttpProblem({
    status: 400,
    code: 'CURSOR_INVALID',
    title: '翻页位置不正确',
    detail: '请原样使用上一页答复中的 next，或去掉 cursor 从第一页开始。',
  });
}
