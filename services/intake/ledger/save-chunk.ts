import type pg from 'pg';
import type { RecordCipher } from '../../../infra/crypto/record-cipher.js';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import type { DecidedRow, Publication, Reclassified } from './decide-chunk.js';
import type { LedgerPlace } from './ledger-version.js';
import { sealRow } from './sealed-row.js';

/** Writes every submitted row with what became of it; the row itself is encrypted. */
export async function saveRows(
  client: pg.PoolClient,
  { sourceId, eventType }: LedgerPlace,
  batchId: string,
  rows: readonly DecidedRow[],
  cipher: RecordCipher,
): Promise<void> {
  const raw = rows.map(({ checked: { submitted, rowNumber } }) => sealRow(cipher, submitted, { batchId, rowNumber }));
  await client.query(
    `INSERT INTO batch_row (batch_id, source_id, event_type, row_number, record_id, outcome, period, basis_era, basis, confirms, findings, raw)
     SELECT $1, $2, $3, * FROM unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::int[], $9::bigint[], $10::boolean[], $11::jsonb[], $12::bytea[])`,
    [
      batchId,
      sourceId,
      eventType,
      rows.map(({ checked }) => checked.rowNumber),
      rows.map(({ checked }) => storable(checked.recordId)),
      rows.map(({ outcome }) => outcome),
      rows.map(({ period }) => period),
      rows.map(({ statement }) => statement?.basisEra ?? null),
      rows.map(({ statement }) => statement?.basis ?? null),
      rows.map(({ confirms }) => confirms),
      rows.map(({ findings }) => JSON.stringify(findings)),
      raw,
    ],
  );
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
  { sourceId, eventType }: LedgerPlace,
  versions: readonly SavedVersion[],
): Promise<void> {
  if (versions.length === 0) return;
  const of = <T>(value: (header: EventHeader) => T) => versions.map(({ header }) => value(header));
  await client.query(
    `INSERT INTO record_version (source_id, event_type, record_id, basis_era, basis, ledger_epoch, revision, operation,
       content_digest, period, ledger_seq, event_id, batch_id, row_number, accepted_at, outcome, outbox_id)
     SELECT $1, $2, v.record_id, v.basis_era, v.basis, v.ledger_epoch, v.revision, v.operation, v.content_digest, v.period,
       v.ledger_seq, v.event_id, v.batch_id, v.row_number, to_timestamp(v.accepted_at / 1000.0), v.outcome, v.outbox_id
     FROM unnest($3::text[], $4::int[], $5::bigint[], $6::int[], $7::int[], $8::text[], $9::text[], $10::text[],
       $11::bigint[], $12::uuid[], $13::uuid[], $14::int[], $15::bigint[], $16::text[], $17::bigint[])
       AS v (record_id, basis_era, basis, ledger_epoch, revision, operation, content_digest, period, ledger_seq, event_id,
       batch_id, row_number, accepted_at, outcome, outbox_id)`,
    [
      sourceId,
      eventType,
      ...[of((h) => h.recordId), of((h) => h.basisEra), of((h) => h.basis), of((h) => h.ledgerEpoch)],
      ...[of((h) => h.revision), of((h) => h.operation), of((h) => h.contentDigest), of((h) => h.period)],
      ...[of((h) => h.ledgerSeq), of((h) => h.eventId), of((h) => h.batchId), of((h) => h.rowNumber)],
      of((h) => h.acceptedAt),
      versions.map(({ publication }) => publication.outcome),
      versions.map(({ outboxId }) => outboxId),
    ],
  );
}
