import type { Statement } from '../../../services/demo-province/exports/statement.js';
import type { TruthLine } from '../../../services/demo-province/truth.js';

type Feed = Statement['feed'];

/** A record as it stands after everything that was sent. */
export type RecordOf<F extends Feed> = TruthLine & { readonly says: Extract<Statement, { feed: F }> };

export type StandingRecords = <F extends Feed>(feed: F) => readonly RecordOf<F>[];

/**
 * Of each record the last version that is free of faults, unless it takes the record back: rows with a fault are refused,
 * a file sent again changes nothing, and a correction replaces what it corrects.
 */
export function standingRecords(lines: readonly TruthLine[]): StandingRecords {
  const last = new Map<string, TruthLine>();
  for (const line of lines) {
    if (line.fault !== null) continue;
    const record = `${line.feed}/${line.sourceId}/${line.recordId}`;
    const known = last.get(record);
    if (!known || known.basis < line.basis) last.set(record, line);
  }
  const standing = [...last.values()].filter(({ operation }) => operation === 'ASSERT');
  return <F extends Feed>(feed: F) => standing.filter((line): line is RecordOf<F> => line.says.feed === feed);
}
