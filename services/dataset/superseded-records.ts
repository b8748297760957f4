import type pg from 'pg';
import type { EventContract } from '../../schemas/contract.js';
import { currentView, latestTable } from './contract-tables.js';

/** What became of a record when a system took over from another: sources that have one of the same number. */
export type Superseding = {
  /** Whose record stands instead of this one; empty when this one stands. */
  supersededBy: string[];
  /** Whose records do not stand because this one does; empty while it does not stand itself. */
  supersedes: string[];
};

/** Which systems' records of this number took this one's place, and whose place did it take? */
export async function readSuperseding(
  client: pg.ClientBase | pg.Pool,
  { contract, sourceId, recordId }: { contract: EventContract; sourceId: string; recordId: string },
): Promise<Superseding> {
  const [current, latest] = [currentView(contract), latestTable(contract)];
  const { rows } = await client.query<Superseding>(
    `SELECT
       ARRAY(SELECT c.source_id FROM source_succession f
         JOIN ${current} c ON c.source_id = f.successor_id AND c.record_id = $2
         WHERE f.source_id = $1 AND NOT EXISTS (${standing(current)}) ORDER BY 1) AS "supersededBy",
       ARRAY(SELECT o.source_id FROM source_succession f
         JOIN ${latest} o ON o.source_id = f.source_id AND o.record_id = $2
         WHERE f.successor_id = $1 AND EXISTS (${standing(current)}) ORDER BY 1) AS supersedes`,
    [sourceId, recordId],
  );
  return rows[0] ?? { supersededBy: [], supersedes: [] };
}

const standing = (current: string): string => `SELECT FROM ${current} WHERE source_id = $1 AND record_id = $2`;
