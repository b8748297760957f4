import { createHash, type Hash } from 'node:crypto';
import type pg from 'pg';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { currentView } from './contract-tables.js';
import { currentReferences } from './current-references.js';
import { streamRows } from './stream-rows.js';

/**
 * SHA-256 (hex) of what the dataset says now: first a JSON line `[sourceId, eventType, recordId, operation,
 * contentDigest]` for each current record, sorted by its first three members, then a JSON line for each group of
 * references in current records that are one person, each sorted, and the lines sorted. A reference that nobody has
 * resolved is a group of its own. Text sorts by bytes.
 *
 * Equal for the same submissions in any order: no revision, clock, batch, position or person id goes in (design §5).
 * The client must be inside a transaction, REPEATABLE READ where somebody writes at the same time.
 */
export async function datasetDigest(client: pg.ClientBase): Promise<string> {
  const hash = createHash('sha256');
  await addLines(hash, client, currentRecords, (row) => Object.values(row));
  await addLines(hash, client, personGroups, (row) => row.members);
  return hash.digest('hex');
}

/** Adds one JSON line a row. */
export async function addLines(
  hash: Hash,
  client: pg.ClientBase,
  text: string,
  lineOf: (row: pg.QueryResultRow) => unknown,
): Promise<void> {
  for await (const rows of streamRows(client, text)) {
    hash.update(rows.map((row) => `${JSON.stringify(lineOf(row))}\n`).join(''));
  }
}

const currentRecords = `
  SELECT source_id, event_type, record_id, operation, content_digest FROM (${eventContracts
    .map(
      (
        contract,
      ) => `SELECT source_id, '${contract.eventType}' COLLATE "C" AS event_type, record_id, operation, content_digest
        FROM ${currentView(contract)}`,
    )
    .join(' UNION ALL ')}) AS record
  ORDER BY source_id COLLATE "C", event_type COLLATE "C", record_id COLLATE "C"`;

const personGroups = `
  SELECT json_agg(identity_ref ORDER BY identity_ref COLLATE "C") AS members
  FROM (${currentReferences}) AS reference LEFT JOIN person_reference p USING (source_id, identity_ref)
  GROUP BY coalesce(p.person_id, source_id || ' ' || identity_ref), p.person_id IS NULL
  ORDER BY json_agg(identity_ref ORDER BY identity_ref COLLATE "C")::text COLLATE "C"`;
