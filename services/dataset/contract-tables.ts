import type pg from 'pg';
import type { EventContract, PayloadField } from '../../schemas/contract.js';
import { notSuperseded } from './succession.js';

const sqlTypes: Record<PayloadField['avroType'], string> = {
  string: 'text',
  int: 'integer',
  long: 'bigint',
  double: 'double precision',
  boolean: 'boolean',
  date: 'date',
  'timestamp-millis': 'timestamptz',
};

/** Columns that every table of records has besides its payload's; ids compare as bytes, so that pages have one order. */
const ownColumns = {
  source_id: 'text COLLATE "C" NOT NULL',
  record_id: 'text COLLATE "C" NOT NULL',
  event_id: 'uuid NOT NULL',
  basis_era: 'integer NOT NULL',
  basis: 'bigint NOT NULL',
  ledger_epoch: 'integer NOT NULL',
  revision: 'integer NOT NULL',
  operation: 'text NOT NULL',
  content_digest: 'text COLLATE "C" NOT NULL',
  period: 'text COLLATE "C" NOT NULL',
  department: 'text NOT NULL',
  reporting_unit: 'text NOT NULL',
  accepted_at: 'timestamptz NOT NULL',
  recorded_at: 'timestamptz',
  change_reason: 'text',
  replaces_source_id: 'text',
  replaces_record_id: 'text',
  batch_id: 'text NOT NULL',
  row_number: 'integer NOT NULL',
  ledger_seq: 'bigint NOT NULL',
  contract_version: 'text NOT NULL',
  delivered_up_to: 'bigint',
  generation: 'text NOT NULL',
  topic: 'text NOT NULL',
  topic_partition: 'integer NOT NULL',
  topic_offset: 'bigint NOT NULL',
} as const;

/**
 * Name of the table of a type's records, each in its highest version, whichever source it is of; only who writes or
 * keeps the books by source reads it. Event types are kebab-case names of our own, never input.
 */
export function latestTable(contract: Pick<EventContract, 'eventType'>): string {
  return `latest_${contract.eventType.replaceAll('-', '_')}`;
}

/** Name of the view of the records that stand now, retracted ones included: what figures, links and gaps are made of. */
export function currentView(contract: Pick<EventContract, 'eventType'>): string {
  return `current_${contract.eventType.replaceAll('-', '_')}`;
}

/** Name of the table that such a view looks into, e.g. for an index. */
export const tableBehind = (view: string): string => view.replace(/^current_/, 'latest_');

export function columnType(field: PayloadField): string {
  return sqlTypes[field.avroType];
}

/** Column of the division by which records are counted. */
export function placeColumn(contract: EventContract): string {
  const field = contract.fields.find(({ path }) => path === contract.place);
  if (field) return field.column;
  throw new Error(`Contract ${contract.eventType} counts by "${contract.place}", which is not one of its fields.`);
}

/** Fields that hold a person's reference: a worker, or an employer that is a natural person. */
export function referenceFields(contract: EventContract): PayloadField[] {
  return contract.fields.filter(({ path }) => /(^|\.)(identityRef|personRef)$/.test(path));
}

/**
 * Creates what contracts need and the dataset lacks: tables, columns, indexes, views. Expands only: a column that a contract
 * no longer names stays, since records that carry it stay (expand, then contract by a named migration).
 */
export async function ensureContractTables(client: pg.ClientBase, contracts: readonly EventContract[]): Promise<void> {
  for (const contract of contracts) {
    for (const statement of contractTableStatements(contract)) await client.query(statement);
  }
}

function contractTableStatements(contract: EventContract): string[] {
  const taken = contract.fields.find(({ column }) => column in ownColumns);
  if (taken) {
    throw new Error(
      `Field ${taken.path} of ${contract.eventType} needs column "${taken.column}", which the hub uses itself.`,
    );
  }
  const table = latestTable(contract);
  const own = Object.entries(ownColumns).map(([name, type]) => `${name} ${type}`);
  const place = placeColumn(contract);
  return [
    `CREATE TABLE IF NOT EXISTS ${table} (${own.join(', ')}, PRIMARY KEY (source_id, record_id))`,
    ...contract.fields.map((field) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${payloadColumn(field)}`),
    `CREATE UNIQUE INDEX IF NOT EXISTS ${table}_event ON ${table} (event_id)`,
    `CREATE INDEX IF NOT EXISTS ${table}_place_period ON ${table} (${place}, period)`,
    `CREATE INDEX IF NOT EXISTS ${table}_period ON ${table} (period)`,
    `CREATE INDEX IF NOT EXISTS ${table}_record ON ${table} (record_id)`,
    `CREATE OR REPLACE VIEW ${currentView(contract)} AS SELECT r.* FROM ${table} r WHERE ${isCurrent(contract)}`,
  ];
}

/** A period statement speaks of what its own source has delivered: the one of a successor says nothing about that. */
function isCurrent(contract: EventContract): string {
  return contract.eventType === 'period-statement' ? 'true' : notSuperseded('r', latestTable(contract));
}

/** Never NOT NULL: a retracted record keeps its row, without a payload. */
function payloadColumn(field: PayloadField): string {
  const type = columnType(field);
  return `${field.column} ${type === 'text' ? 'text COLLATE "C"' : type}`;
}
