import type pg from 'pg';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { EventContract } from '../../../schemas/contract.js';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import type { EventContent, LedgerVersion } from './ledger-version.js';

/** The outbox keeps the writer's schema beside the body, so the registry is not asked. */
const decoder = createAvroDecoder({
  schemaById: () => {
    throw new Error('the outbox holds bodies without a schema id');
  },
});

type BodyRow = { id: number; value: Buffer; schema: string };

/** What earlier events said, read back from the outbox: contents that have to be said again at another basis. */
export async function loadContents(
  client: pg.PoolClient,
  versions: readonly LedgerVersion[],
  contract: EventContract,
): Promise<ReadonlyMap<number, EventContent>> {
  const ids = versions.flatMap(({ content }) => ('outboxId' in content ? [content.outboxId] : []));
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<BodyRow>(
    `SELECT o.id, o.value, s.schema FROM outbox o JOIN outbox_schema s ON s.digest = o.schema_digest WHERE o.id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, decodedContent(row, contract)]));
}

function decodedContent({ id, value, schema }: BodyRow, contract: EventContract): EventContent {
  const decoded = decoder.decodeWith(schema, value, contract.avroSchema);
  if (!decoded.ok) {
    throw new ServiceFailure(
      `Outbox row ${id} does not decode as ${contract.eventType} (${decoded.code}): its content cannot be published again.`,
      { code: 'LEDGER_CONTENT_LOST', retriable: false, context: { outboxId: id } },
    );
  }
  const { header, payload } = decoded.value as { header: EventHeader; payload: object | null };
  const { recordedAt, reason, replaces } = header;
  return { payload, recordedAt, reason, replaces };
}
