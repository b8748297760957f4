import type pg from 'pg';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { latestTable } from './contract-tables.js';
import { SUPERSEDED } from './superseded-versions.js';

const columns = (eventType: string, table: string): string => `
  SELECT event_id, source_id, ${eventType} AS event_type, record_id, basis_era, basis, ledger_epoch, revision, operation,
    content_digest, accepted_at, recorded_at, change_reason AS reason, replaces_source_id, replaces_record_id, period,
    batch_id, row_number, ledger_seq, department, reporting_unit, contract_version, delivered_up_to,
    generation COLLATE "C" AS generation, topic COLLATE "C" AS topic, topic_partition, topic_offset
  FROM ${table}`;

/** Every version of every record: those that are the highest, in the tables of records, and the superseded ones. */
const versions = [
  ...eventContracts.map((contract) => columns(`'${contract.eventType}'::text COLLATE "C"`, latestTable(contract))),
  columns('event_type', SUPERSEDED),
].join(' UNION ALL ');

/**
 * Deliveries that stand aside, each with the name of its message. A spoilt copy of an event whose good copy was applied
 * says nothing.
 */
const parkedMessages = `
  SELECT left(encode(sha256(convert_to(concat_ws(' ', p.topic, coalesce(p.event_id::text, ''), p.value_digest), 'UTF8')),
      'hex'), 20) AS message_id,
    p.generation, p.topic, p.topic_partition, p.topic_offset, p.department, p.event_id, p.source_id, p.event_type,
    p.period, p.ledger_epoch, p.ledger_seq, p.reason_code, p.detail, p.value_digest, p.parked_at,
    d.kind IS NOT DISTINCT FROM 'DISCARD' AS discarded
  FROM parked_event p LEFT JOIN latest_parked_decision d
    ON d.topic = p.topic AND d.event_id = coalesce(p.event_id::text, '') AND d.value_digest = p.value_digest
  WHERE NOT EXISTS (SELECT FROM event_version v WHERE v.event_id = p.event_id)`;

/** Creates or replaces the views that look at versions wherever they are. Needs the tables of the contracts. */
export async function ensureVersionViews(client: pg.ClientBase): Promise<void> {
  await client.query(`CREATE OR REPLACE VIEW event_version AS ${versions}`);
  await client.query(`CREATE OR REPLACE VIEW parked_message AS ${parkedMessages}`);
}
