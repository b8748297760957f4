import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { EventContract } from '../../schemas/contract.js';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { latestTable } from './contract-tables.js';
import { addLines } from './dataset-digest.js';
import { orderColumns } from './version-order.js';

/**
 * SHA-256 (hex) of everything that a set of archived events makes: all versions in the order of their records, the
 * highest of each with every payload column, persons, links, parked events with their reasons, what was decided about them, the source register, which
 * source follows which, and the ledgers' statements. Equal for any order and any repetition of delivery; no revision, clock, batch or position goes in.
 * The client must be inside a transaction, REPEATABLE READ where somebody writes at the same time.
 */
export async function stateDigest(client: pg.ClientBase): Promise<string> {
  const hash = createHash('sha256');
  for (const [section, text] of sections) {
    hash.update(`# ${section}\n`);
    await addLines(hash, client, text, (row) => Object.values(row));
  }
  return hash.digest('hex');
}

const versions = `
  SELECT source_id, event_type, record_id, event_id, basis_era, basis, ledger_epoch, operation, content_digest, period,
    department, reporting_unit, replaces_source_id, replaces_record_id
  FROM event_version v ORDER BY source_id, event_type, record_id, ${orderColumns('v')}, event_id`;

/** Every payload column, so that a changed figure shows though the digest beside it was left alone. */
function latestRows(contract: EventContract): string {
  const columns = contract.fields.map(({ column }) => column);
  return `SELECT source_id, record_id, event_id, operation, content_digest, period, department, reporting_unit,
      ${columns.join(', ')} FROM ${latestTable(contract)} ORDER BY source_id, record_id`;
}

const persons = `
  SELECT source_id, identity_ref, person_id, rule, score, sequence FROM person_reference
  ORDER BY source_id, identity_ref`;

const links = `
  SELECT kind, rule, left_source_id, left_event_type, left_record_id, right_source_id, right_event_type, right_record_id,
    evidence, score
  FROM record_link ORDER BY kind, left_source_id, left_record_id, right_source_id, right_record_id, rule`;

const parked = `
  SELECT DISTINCT coalesce(event_id::text, value_digest) AS event, department, source_id, event_type, period, reason_code,
    discarded
  FROM parked_message ORDER BY event, department, source_id, event_type, period, reason_code, discarded`;

const decisions = `
  SELECT topic, event_id, value_digest, decision_id, kind, decided_by, reason FROM parked_decision
  ORDER BY topic, event_id, value_digest, decision_id`;

const register = `
  SELECT source_id, version, department, reporting_unit, name, event_types, replaces, valid_from, valid_to
  FROM source_registration ORDER BY source_id`;

/** Which records stand follows from this and the latest of each. */
const succession = `SELECT source_id, successor_id FROM source_succession ORDER BY source_id, successor_id`;

const statements = `
  SELECT department, source_id, event_type, period, ledger_epoch, statement_seq, ledger_seq, submitted,
    implied_retractions, rejected, unchanged, added, corrected, retracted, published
  FROM ledger_statement ORDER BY department, source_id, event_type, period`;

const sections: readonly (readonly [string, string])[] = [
  ['versions', versions],
  ...eventContracts.map((contract) => [`latest ${contract.eventType}`, latestRows(contract)] as const),
  ['persons', persons],
  ['links', links],
  ['parked', parked],
  ['decisions', decisions],
  ['sources', register],
  ['succession', succession],
  ['statements', statements],
];
