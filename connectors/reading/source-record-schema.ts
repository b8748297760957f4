import { z } from 'zod';
import { halfWidth, plainName, visibleText } from './cell-text.js';
import type { CellKind } from './cell-kind.js';
import type { ReadColumn } from './read-column.js';

/**
 * The row as exported: every column text or null, trimmed, full-width forms folded where width carries no meaning.
 * A column that is left out is empty. JSON may send counts as numbers and yes/no as booleans, but never identifiers:
 * JSON.parse has already ruined an 18-digit number.
 */
export function sourceRecordOf(columns: readonly ReadColumn[]): z.ZodType<Record<string, string | null>> {
  const cells = columns.map(({ key, reading }) => ({ key, reading, text: textOf(reading) }));
  // One transform over the row: a schema a cell costs as much as all checks of the record.
  return z.record(z.string(), z.unknown()).transform((row, context) => {
    const record: Record<string, string | null> = {};
    for (const { key, reading, text } of cells) {
      const value = text(row[key]);
      if (value === undefined) context.addIssue({ code: 'custom', path: [key], message: 'expected text' });
      else record[key] = value === null ? null : cleanCell(reading, value);
    }
    return record;
  });
}

type Text = (value: unknown) => string | null | undefined;

/** What a cell says as text; null for nothing, undefined for what cannot be a cell. */
function textOf(kind: CellKind): Text {
  if (kind === 'integer' || kind === 'wan-yuan') return textOr('number');
  return kind === 'yes-no' ? textOr('boolean') : textOr('string');
}

function textOr(type: 'string' | 'number' | 'boolean'): Text {
  return (value) => {
    if (typeof value === 'string') return value;
    if (value === null || value === undefined) return null;
    return typeof value === type ? String(value) : undefined;
  };
}

function cleanCell(kind: CellKind, text: string): string | null {
  const visible = visibleText(text);
  if (visible === null || kind === 'free-text') return visible;
  const plain = kind === 'name' ? plainName(visible) : halfWidth(visible);
  return plain === '' ? null : plain;
}
