import type pg from 'pg';
import { hmacSm3 } from '../../infra/crypto/hmac-sm3.js';
import type { ReceivedRecord } from '../../infra/kafka/received-record.js';
import type { Metrics } from '../../infra/observability/metrics.js';
import { appendToOutbox } from '../../infra/outbox/append-to-outbox.js';
import type { OutboxMessage } from '../../infra/outbox/append-to-outbox.js';
import type { PersonResolution } from '../../schemas/generated/event-types.js';
import type { IdentityReceiver, ReceivedText } from './identity-receiver.js';
import { insertTexts, parkIdentities, unknownTexts } from './item-store.js';
import { registerIdentities } from './person-registry.js';
import type { RegistryTools } from './person-registry.js';
import { insertKeys } from './person-store.js';
import { placeOf } from './sealing-keys.js';

export type IdentityIntakeOptions = RegistryTools & {
  receive: IdentityReceiver;
  messageOf: (resolution: PersonResolution) => OutboxMessage;
  metrics: Metrics;
};

async function keepTexts(
  client: pg.PoolClient,
  received: readonly ReceivedText[],
  tools: RegistryTools,
): Promise<void> {
  const indexed = received.map((text) => ({
    ...text,
    contentIndex: hmacSm3(tools.keys.indexKey, 'text', text.text.recordId, text.text.field, text.text.text),
  }));
  const distinct = [...new Map(indexed.map((text) => [placeOf(text), text])).values()];
  // Each text has a key of its own, so that it can be erased alone.
  const fresh = (await unknownTexts(client, distinct)).map((text) => ({ ...text, key: tools.keys.create() }));
  await insertKeys(
    client,
    fresh.map(({ key }) => key),
  );
  const rows = fresh.map(({ key, ...text }) => ({
    ...text,
    keyId: key.keyId,
    sealed: tools.keys.seal(key, text.text, placeOf(text)),
  }));
  await insertTexts(client, rows, tools.now());
}

/**
 * What the positioned consumer applies: stores identities and texts, parks what cannot be read, and puts decisions into
 * the outbox, all in the transaction that moves the Kafka position.
 */
export function createIdentityIntake(
  options: IdentityIntakeOptions,
): (client: pg.PoolClient, records: ReceivedRecord[]) => Promise<void> {
  const { receive, messageOf, metrics, now } = options;
  // Counted once more when a transaction is tried again: good for alarms, not for the books.
  const count = metrics.counter('vault_messages_total', 'Sealed messages by what became of them.', ['outcome']);
  return async (client, records) => {
    const { identities, texts, parked } = await receive(records);
    const resolutions = await registerIdentities(client, identities, options);
    await keepTexts(client, texts, options);
    if (parked.length > 0) await parkIdentities(client, parked, now());
    if (resolutions.length > 0) await appendToOutbox(client, resolutions.map(messageOf));
    count.inc({ outcome: 'identity' }, identities.length);
    count.inc({ outcome: 'text' }, texts.length);
    count.inc({ outcome: 'parked' }, parked.length);
  };
}
