import type pg from 'pg';
import type { BatchSealer } from '../../../infra/crypto/sealed-envelope.js';
import { appendToOutbox, reserveOutboxIds, type OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
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
 * Remembers references, and tells the vault what stands behind those that were not known: what is told once is not told
 * again. Each remembers the outgoing message that it went with.
 *
 * Sorted, since two feeds of one source may meet the same persons at the same time.
 */
export async function sealUnknown(
  client: pg.PoolClient,
  items: readonly PersonalItem[],
  to: { source: Source; namespace: string; sealer: () => BatchSealer; acceptedAt: number },
): Promise<void> {
  const distinct = new Map(items.map((item) => [item.reference, item]));
  const bundles = bundled([...distinct.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1)));
  const ids = await reserveOutboxIds(client, bundles.length);
  const unknown = await rememberReferences(client, bundles, ids, to);
  const messages = bundles.flatMap((bundle, at) => {
    const told = bundle.filter(({ item }) => unknown.has(item.reference));
    const id = ids[at];
    return told.length === 0 || id === undefined ? [] : [{ id, message: sealedMessage(told, to) }];
  });
  await appendToOutbox(
    client,
    messages.map(({ message }) => message),
    messages.map(({ id }) => id),
  );
}

type Bundled = { item: PersonalItem; plain: Buffer };

/** Bytes of clear text that travel in one message: far below what a broker takes, and few messages for many persons. */
const BUNDLE_BYTES = 96 * 1024;

function bundled(items: readonly PersonalItem[]): Bundled[][] {
  const bundles: Bundled[][] = [];
  let bytes = BUNDLE_BYTES;
  for (const item of items) {
    const plain = Buffer.from(JSON.stringify(item.plain), 'utf8');
    if (bytes + plain.length > BUNDLE_BYTES) {
      bundles.push([]);
      bytes = 0;
    }
    bundles.at(-1)?.push({ item, plain });
    bytes += plain.length;
  }
  return bundles;
}

/** @returns those that were not known before */
async function rememberReferences(
  client: pg.PoolClient,
  bundles: readonly Bundled[][],
  ids: readonly number[],
  { source, acceptedAt }: { source: Source; acceptedAt: number },
): Promise<ReadonlySet<string>> {
  const items = bundles.flatMap((bundle, at) => bundle.map(({ item }) => ({ item, outboxId: ids[at] })));
  if (items.length === 0) return new Set();
  const { rows } = await client.query<{ reference: string }>(
    `INSERT INTO known_reference (source_id, reference, kind, outbox_id, sealed_at)
     SELECT $1, reference, kind, outbox_id, to_timestamp($5 / 1000.0)
     FROM unnest($2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY AS item (reference, kind, outbox_id, place)
     ORDER BY place
     ON CONFLICT DO NOTHING RETURNING reference`,
    [
      source.sourceId,
      items.map(({ item }) => item.reference),
      items.map(({ item }) => item.kind),
      items.map(({ outboxId }) => outboxId),
      acceptedAt,
    ],
  );
  return new Set(rows.map((row) => row.reference));
}

function sealedMessage(
  bundle: readonly Bundled[],
  { source, namespace, sealer }: { source: Source; namespace: string; sealer: () => BatchSealer },
): OutboxMessage {
  const { sourceId, department } = source;
  const { suite, recipientKeyId, wrappedKey, seal } = sealer();
  const [first, ...more] = bundle.map(({ item: { reference, kind }, plain }): SealedItem => ({
    reference,
    kind,
    ciphertext: seal(plain, `${sourceId}|${reference}|${kind}`),
  }));
  if (!first) throw new Error('a message to the vault needs somebody to tell of');
  const value: SealedIdentity = { sourceId, suite, recipientKeyId, wrappedKey, ...first, more };
  const topic = departmentTopic(namespace, department, 'identity');
  const schema = protocolSchemas.sealedIdentity;
  const body = avroTypeOf(schema).toBuffer(value);
  const key = recordKey(sourceId, first.reference);
  return { topic, key, subject: valueSubject(topic), schema, body, headers: {} };
}

type SealedItem = SealedIdentity['more'][number];
