import { z } from 'zod';
import { HttpProblem } from '../../infra/http/http-problem.js';
import type { RecordKey } from '../dataset/find-records.js';

const keySchema = z.tuple([z.string().min(1), z.string().min(1)]);

/** Where a page ended, opaque to callers. */
export function cursorOf(key: RecordKey | null): string | null {
  return key === null ? null : Buffer.from(JSON.stringify([key.sourceId, key.recordId])).toString('base64url');
}

/** @throws HttpProblem 400 CURSOR_INVALID */
export function keyOf(cursor: string | undefined): RecordKey | undefined {
  if (cursor === undefined) return undefined;
  const parsed = keySchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data.some((part) => part.includes('\u0000'))) throw cursorInvalid();
  return { sourceId: parsed.data[0], recordId: parsed.data[1] };
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
