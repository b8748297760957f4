import { z } from 'zod';
import { halfWidth, plainName, visibleText } from './cell-text.js';
import type { CellKind, ReadColumn } from './read-column.js';

/**
 * The row as exported: every column text or null, trimmed, full-width forms folded where width carries no meaning.
 * A column that is left out is empty. JSON may send counts as numbers and yes/no as booleans, but never identifiers:
 * JSON.parse has already ruined an 18-digit number.
 */
export function sourceRecordOf(columns: readonly ReadColumn[]): z.ZodType<Record<string, string | null>> {
  return z.object(Object.fromEntries(columns.map(({ key, reading }) => [key, cellOf(reading)])));
}

function cellOf(kind: CellKind): z.ZodType<string | null> {
  const cell = z
    .string()
    .nullish()
    .transform((text) => cleanCell(kind, text ?? ''));
  if (kind === 'integer' || kind === 'wan-yuan') return z.preprocess(numberAsText, cell);
  if (kind === 'yes-no') return z.preprocess(booleanAsText, cell);
  return cell;
}

function cleanCell(kind: CellKind, text: string): string | null {
  const visible = visibleText(text);
  if (visible === null || kind === 'free-text') return visible;
  const plain = kind === 'name' ? plainName(visible) : halfWidth(visible);
  return plain === '' ? null : plain;
}

function numberAsText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function booleanAsText(value: unknown): unknown {
  return typeof value === 'boolean' ? String(value) : value;
}
