import type pg from 'pg';
import { copyRows, type CopyColumn } from '../../../infra/postgres/copy-rows.js';
import type { RecordCipher } from '../../../infra/crypto/record-cipher.js';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import type { DecidedRow, Publication, Reclassified } from './decide-chunk.js';
import type { LedgerPlace } from './ledger-version.js';
import { sealRow } from './sealed-row.js';

/** Writes every submitted row with what became of it; the row itself is encrypted. */
export async function saveRows(
  client: pg.PoolClient,
  place: LedgerPlace,
  batchId: string,
  rows: readonly DecidedRow[],
  cipher: RecordCipher,
): Promise<void> {
  await copyRows(client, 'batch_row', rowColumns(place, batchId, cipher), rows);
}

function rowColumns(
  { sourceId, eventType }: LedgerPlace,
  batchId: string,
  cipher: RecordCipher,
): CopyColumn<DecidedRow>[] {
  return [
    { name: 'batch_id', type: 'uuid', of: () => batchId },
    { name: 'source_id', type: 'text', of: () => sourceId },
    { name: 'event_type', type: 'text', of: () => eventType },
    { name: 'row_number', type: 'int', of: ({ checked }) => checked.rowNumber },
    { name: 'record_id', type: 'text', of: ({ checked }) => storable(checked.recordId) },
    { name: 'outcome', type: 'text', of: ({ outcome }) => outcome },
    { name: 'period', type: 'text', of: ({ period }) => period },
    { name: 'basis_era', type: 'int', of: ({ statement }) => statement?.basisEra ?? null },
    { name: 'basis', type: 'bigint', of: ({ statement }) => statement?.basis ?? null },
    { name: 'confirms', type: 'boolean', of: ({ confirms }) => confirms },
    { name: 'findings', type: 'jsonb', of: ({ findings }) => JSON.stringify(findings) },
    {
      name: 'raw',
      type: 'bytea',
      of: ({ checked: { submitted, rowNumber } }) => sealRow(cipher, submitted, { batchId, rowNumber }),
    },
  ];
}

/** A rejected row's key may be anything, U+0000 and whole paragraphs included. */
const storable = (recordId: string | null) => recordId?.replaceAll('\u0000', '').slice(0, 128) ?? null;

/** Rows of earlier batches or chunks, counted as unchanged, whose content had to be published after all. */
export async function saveReclassified(client: pg.PoolClient, changes: readonly Reclassified[]): Promise<void> {
  if (changes.length === 0) return;
  await client.query(
    `UPDATE batch_row r SET outcome = change.outcome, confirms = false
     FROM unnest($1::uuid[], $2::int[], $3::text[]) AS change (batch_id, row_number, outcome)
     WHERE r.batch_id = change.batch_id AND r.row_number = change.row_number`,
    [changes.map((c) => c.row.batchId), changes.map((c) => c.row.rowNumber), changes.map((c) => c.outcome)],
  );
}

export type SavedVersion = { publication: Publication; header: EventHeader; outboxId: number };

export async function saveVersions(
  client: pg.PoolClient,
  place: LedgerPlace,
  versions: readonly SavedVersion[],
): Promise<void> {
  const columns = versionColumns<SavedVersion>(place, ({ publication }) => publication.outcome);
  await copyRows(client, 'record_version', columns, versions);
}

type NumberedVersion = Pick<SavedVersion, 'header' | 'outboxId'>;

export function versionColumns<Version extends NumberedVersion>(
  { sourceId, eventType }: LedgerPlace,
  outcomeOf: (version: Version) => string,
): CopyColumn<Version>[] {
  return [
    { name: 'source_id', type: 'text', of: () => sourceId },
    { name: 'event_type', type: 'text', of: () => eventType },
    { name: 'record_id', type: 'text', of: ({ header }) => header.recordId },
    { name: 'basis_era', type: 'int', of: ({ header }) => header.basisEra },
    { name: 'basis', type: 'bigint', of: ({ header }) => header.basis },
    { name: 'ledger_epoch', type: 'int', of: ({ header }) => header.ledgerEpoch },
    { name: 'revision', type: 'int', of: ({ header }) => header.revision },
    { name: 'operation', type: 'text', of: ({ header }) => header.operation },
    { name: 'content_digest', type: 'text', of: ({ header }) => header.contentDigest },
    { name: 'period', type: 'text', of: ({ header }) => header.period },
    { name: 'ledger_seq', type: 'bigint', of: ({ header }) => header.ledgerSeq },
    { name: 'event_id', type: 'uuid', of: ({ header }) => header.eventId },
    { name: 'batch_id', type: 'uuid', of: ({ header }) => header.batchId },
    { name: 'row_number', type: 'int', of: ({ header }) => header.rowNumber },
    { name: 'accepted_at', type: 'timestamptz', of: ({ header }) => header.acceptedAt },
    { name: 'outcome', type: 'text', of: outcomeOf },
    { name: 'outbox_id', type: 'bigint', of: ({ outboxId }) => outboxId },
  ];
}
