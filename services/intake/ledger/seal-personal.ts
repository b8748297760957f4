import type pg from 'pg';
import type { BatchSealer } from '../../../infra/crypto/sealed-envelope.js';
import type { OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { SealedIdentity } from '../../../schemas/generated/event-types.js';
import { departmentTopic, recordKey, valueSubject } from '../../../schemas/topics.js';
import type { PersonalItem } from '../checking/person-references.js';
import type { Source } from '../sources.js';

/** Which of these references the ledger knows. */
export async function knownReferences(
  client: pg.PoolClient,
  sourceId: string,
  references: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ reference: string }>(
    'SELECT reference FROM known_reference WHERE source_id = $1 AND reference = ANY ($2)',
    [sourceId, references],
  );
  return new Set(rows.map((row) => row.reference));
}

/**
 * Remembers references and seals those that were not known: what is told to the vault once is not told again.
 *
 * Sorted, since two feeds of one source may meet the same persons at the same time.
 */
export async function sealUnknown(
  client: pg.PoolClient,
  items: readonly PersonalItem[],
  to: { source: Source; namespace: string; sealer: () => BatchSealer; acceptedAt: number },
): Promise<OutboxMessage[]> {
  const distinct = new Map(items.map((item) => [item.reference, item]));
  const sorted = [...distinct.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1));
  if (sorted.length === 0) return [];
  const { rows } = await client.query<{ reference: string }>(
    `INSERT INTO known_reference (source_id, reference, kind, sealed_at)
     SELECT $1, reference, kind, to_timestamp($4 / 1000.0)
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS item (reference, kind, place) ORDER BY place
     ON CONFLICT DO NOTHING RETURNING reference`,
    [to.source.sourceId, sorted.map((item) => item.reference), sorted.map((item) => item.kind), to.acceptedAt],
  );
  const unknown = new Set(rows.map((row) => row.reference));
  return sorted
    .filter((item) => unknown.has(item.reference))
    .map((item) => sealedMessage(item, to.source, to.namespace, to.sealer()));
}

function sealedMessage(item: PersonalItem, source: Source, namespace: string, sealer: BatchSealer): OutboxMessage {
  const { kind, reference, plain } = item;
  const { sourceId, department } = source;
  const { suite, recipientKeyId, wrappedKey } = sealer;
  const ciphertext = sealer.seal(Buffer.from(JSON.stringify(plain), 'utf8'), `${sourceId}|${reference}|${kind}`);
  const value: SealedIdentity = { sourceId, reference, kind, suite, recipientKeyId, wrappedKey, ciphertext };
  const topic = departmentTopic(namespace, department, 'identity');
  const schema = protocolSchemas.sealedIdentity;
  const body = avroTypeOf(schema).toBuffer(value);
  return { topic, key: recordKey(sourceId, reference), subject: valueSubject(topic), schema, body, headers: {} };
}
