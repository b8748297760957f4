import type pg from 'pg';
import type { PersonResolution } from '../../../schemas/generated/event-types.js';

/** Marks references that the vault has answered about: it holds the identity, so the ledger need not keep it for long. */
export async function acknowledgeReferences(
  client: pg.PoolClient,
  resolutions: readonly PersonResolution[],
): Promise<void> {
  if (resolutions.length === 0) return;
  await client.query(
    `UPDATE known_reference k SET acknowledged_at = to_timestamp(said.decided_at / 1000.0)
     FROM (SELECT source_id, reference, min(decided_at) AS decided_at
           FROM unnest($1::text[], $2::text[], $3::bigint[]) AS r (source_id, reference, decided_at) GROUP BY 1, 2) said
     WHERE k.source_id = said.source_id AND k.reference = said.reference AND k.acknowledged_at IS NULL`,
    [resolutions.map((r) => r.sourceId), resolutions.map((r) => r.identityRef), resolutions.map((r) => r.decidedAt)],
  );
}
