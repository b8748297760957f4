import { outboxMigrations } from '../../infra/outbox/outbox-table.js';
import { positionMigration } from '../../infra/kafka/position-table.js';
import { homeMigration } from '../../infra/postgres/database-home.js';
import type { Migration } from '../../infra/postgres/migrate.js';
import { fillSuccession } from './succession.js';

/**
 * Tables that do not depend on contracts. Names are unqualified: the search path chooses the live schema or the scratch
 * schema of a rebuild. Ids, periods and digests compare as bytes (COLLATE "C"), so that every sort is the same on every
 * server.
 */
const datasetTables: Migration = {
  name: '0100_dataset',
  up: async (knex) => {
    for (const statement of statements) await knex.raw(statement);
  },
};

/** What period statements say, and how far their sources' events have been applied. */
const statementTables: Migration = {
  name: '0101_statements',
  up: async (knex) => {
    for (const statement of deliveries) await knex.raw(statement);
  },
};

/**
 * Which source follows which, and room for views under the names that the tables of records had. A consolidator of the
 * version before goes on writing through the views, which PostgreSQL lets it.
 */
const successionTable: Migration = {
  name: '0102_succession',
  up: async (knex) => {
    for (const statement of succession) await knex.raw(statement);
  },
};

/** What was decided about parked messages, and how they stand because of it. */
const parkedDecisionTable: Migration = {
  name: '0103_parked_decisions',
  up: async (knex) => {
    for (const statement of parkedDecisions) await knex.raw(statement);
  },
};

/** Whether the ledgers know what this generation of the dataset has; a restored one owes them the word. */
const restoredDataset: Migration = {
  name: '0104_restored_dataset',
  up: async (knex) => {
    await knex.raw('ALTER TABLE dataset_generation ADD COLUMN announced boolean NOT NULL DEFAULT true');
  },
};

/**
 * A version stands in the table of its records as long as it is the highest, and moves when it is superseded: nothing is
 * written twice. The view `event_version` shows all of them (ensureVersionViews). A consolidator of the version before
 * can no longer write, and waits for its successor.
 */
const versionsBesideRecords: Migration = {
  name: '0105_versions_beside_records',
  up: async (knex) => {
    for (const statement of besideRecords) await knex.raw(statement);
  },
};

export const datasetMigrations: readonly Migration[] = [
  positionMigration,
  ...outboxMigrations,
  datasetTables,
  statementTables,
  successionTable,
  parkedDecisionTable,
  homeMigration,
  restoredDataset,
  versionsBesideRecords,
];

const position = `
  generation text COLLATE "C" NOT NULL, topic text COLLATE "C" NOT NULL,
  topic_partition integer NOT NULL, topic_offset bigint NOT NULL`;

const archive = [
  `CREATE TABLE writer_schema (digest text PRIMARY KEY, schema text NOT NULL)`,
  // source_id is a claim, and not indexed: it is read when a source turns out to belong to another department.
  `CREATE TABLE archive (
    ${position}, key text, value bytea, headers jsonb NOT NULL, schema_id bigint, writer_schema_digest text,
    source_id text COLLATE "C", kafka_time timestamptz NOT NULL, archived_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (generation, topic, topic_partition, topic_offset))`,
];

const versions = [
  `CREATE TABLE event_version (
    event_id uuid PRIMARY KEY, source_id text COLLATE "C" NOT NULL, event_type text COLLATE "C" NOT NULL,
    record_id text COLLATE "C" NOT NULL, basis_era integer NOT NULL, basis bigint NOT NULL,
    ledger_epoch integer NOT NULL, revision integer NOT NULL, operation text NOT NULL,
    content_digest text COLLATE "C" NOT NULL, accepted_at timestamptz NOT NULL, recorded_at timestamptz, reason text,
    replaces_source_id text, replaces_record_id text, period text COLLATE "C" NOT NULL, batch_id text NOT NULL,
    row_number integer NOT NULL, ledger_seq bigint NOT NULL, department text NOT NULL, reporting_unit text NOT NULL,
    contract_version text NOT NULL, ${position})`,
  `CREATE INDEX event_version_record ON event_version (source_id, event_type, record_id)`,
  `CREATE TABLE repeated_delivery (
    source_id text COLLATE "C", event_type text COLLATE "C", deliveries bigint NOT NULL,
    PRIMARY KEY (source_id, event_type))`,
  `CREATE TABLE parked_event (
    ${position}, department text, event_id uuid, source_id text COLLATE "C", event_type text COLLATE "C",
    period text COLLATE "C", ledger_epoch integer, ledger_seq bigint, reason_code text NOT NULL, detail text NOT NULL,
    value_digest text COLLATE "C" NOT NULL, parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (generation, topic, topic_partition, topic_offset))`,
  `CREATE INDEX parked_event_source ON parked_event (source_id, event_type, period)`,
];

const knowledge = [
  `CREATE TABLE person_reference (
    source_id text COLLATE "C", identity_ref text COLLATE "C", person_id text COLLATE "C", rule text NOT NULL,
    score double precision, sequence bigint NOT NULL, decided_at timestamptz NOT NULL,
    PRIMARY KEY (source_id, identity_ref))`,
  `CREATE INDEX person_reference_person ON person_reference (person_id)`,
  `CREATE TABLE source_registration (
    source_id text COLLATE "C" PRIMARY KEY, version bigint NOT NULL, department text NOT NULL,
    reporting_unit text NOT NULL, name text NOT NULL, event_types text[] NOT NULL, replaces text,
    valid_from date NOT NULL, valid_to date)`,
  `CREATE TABLE ledger_statement (
    department text COLLATE "C", source_id text COLLATE "C", event_type text COLLATE "C", period text COLLATE "C",
    ledger_epoch integer NOT NULL, statement_seq bigint NOT NULL, ledger_seq bigint NOT NULL, submitted bigint NOT NULL,
    implied_retractions bigint NOT NULL, rejected bigint NOT NULL, unchanged bigint NOT NULL, added bigint NOT NULL,
    corrected bigint NOT NULL, retracted bigint NOT NULL, published bigint NOT NULL, stated_at timestamptz NOT NULL,
    PRIMARY KEY (department, source_id, event_type, period))`,
];

const singletons = [
  `CREATE TABLE dataset_generation (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), generation uuid NOT NULL DEFAULT gen_random_uuid())`,
  `INSERT INTO dataset_generation DEFAULT VALUES`,
  `CREATE TABLE outcome_sequence (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), last bigint NOT NULL DEFAULT 0)`,
  `INSERT INTO outcome_sequence DEFAULT VALUES`,
];

const statements = [...archive, ...versions, ...knowledge, ...singletons];

const deliveries = [
  `ALTER TABLE event_version ADD COLUMN delivered_up_to bigint`,
  // A set of numbers, not a count: deliveries may repeat, and a restored ledger may say again under another epoch what
  // event_version keeps once.
  `CREATE TABLE applied_sequence (
    source_id text COLLATE "C", event_type text COLLATE "C", ledger_epoch integer, sequences int8multirange NOT NULL,
    PRIMARY KEY (source_id, event_type, ledger_epoch))`,
  `INSERT INTO applied_sequence
   SELECT source_id, event_type, ledger_epoch, range_agg(int8range(ledger_seq, ledger_seq, '[]'))
   FROM event_version GROUP BY source_id, event_type, ledger_epoch`,
];

/** Of every kind of relation: a table's indexes bear its name, and would be made once more under the new one. */
const renameRecordTables = `
  DO $$ DECLARE known record; BEGIN
    FOR known IN SELECT relname, relkind FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i') AND starts_with(relname, 'current_')
    LOOP
      EXECUTE format('ALTER %s %I RENAME TO %I', CASE known.relkind WHEN 'r' THEN 'TABLE' ELSE 'INDEX' END,
        known.relname, 'latest_' || substr(known.relname, 9));
    END LOOP;
  END $$`;

const succession = [
  `CREATE TABLE source_succession (
    source_id text COLLATE "C", successor_id text COLLATE "C", PRIMARY KEY (source_id, successor_id))`,
  fillSuccession,
  renameRecordTables,
];

const parkedDecisions = [
  // event_id is '' where the message does not say which event it is, so that all are joined and looked up alike.
  `CREATE TABLE parked_decision (
    topic text COLLATE "C", event_id text COLLATE "C", value_digest text COLLATE "C", decision_id text COLLATE "C",
    kind text COLLATE "C" NOT NULL, decided_by text COLLATE "C" NOT NULL, decided_at timestamptz NOT NULL,
    reason text COLLATE "C" NOT NULL, PRIMARY KEY (topic, event_id, value_digest, decision_id))`,
  `CREATE INDEX parked_decision_event ON parked_decision (event_id)`,
  `CREATE VIEW latest_parked_decision AS
   SELECT DISTINCT ON (topic, event_id, value_digest) topic, event_id, value_digest, decision_id, kind, decided_by,
     decided_at, reason
   FROM parked_decision ORDER BY topic, event_id, value_digest, decided_at DESC, decision_id DESC`,
  `CREATE INDEX parked_event_event ON parked_event (event_id)`,
  `CREATE INDEX parked_event_value ON parked_event (value_digest)`,
  // Deliveries that stand aside, each with the name of its message. A spoilt copy of an event whose good copy was applied
  // says nothing.
  `CREATE VIEW parked_message AS
   SELECT left(encode(sha256(convert_to(concat_ws(' ', p.topic, coalesce(p.event_id::text, ''), p.value_digest), 'UTF8')),
       'hex'), 20) AS message_id,
     p.generation, p.topic, p.topic_partition, p.topic_offset, p.department, p.event_id, p.source_id, p.event_type,
     p.period, p.ledger_epoch, p.ledger_seq, p.reason_code, p.detail, p.value_digest, p.parked_at,
     d.kind IS NOT DISTINCT FROM 'DISCARD' AS discarded
   FROM parked_event p LEFT JOIN latest_parked_decision d
     ON d.topic = p.topic AND d.event_id = coalesce(p.event_id::text, '') AND d.value_digest = p.value_digest
   WHERE NOT EXISTS (SELECT FROM event_version v WHERE v.event_id = p.event_id)`,
];

const besideRecords = [
  `DROP VIEW parked_message`,
  `ALTER TABLE event_version RENAME TO superseded_version`,
  `ALTER TABLE superseded_version RENAME COLUMN reason TO change_reason`,
  `ALTER INDEX event_version_pkey RENAME TO superseded_version_pkey`,
  `ALTER INDEX event_version_record RENAME TO superseded_version_record`,
  `DO $$ DECLARE known record; BEGIN
    FOR known IN SELECT relname FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND starts_with(relname, 'latest_')
    LOOP
      EXECUTE format('ALTER TABLE %I ADD COLUMN recorded_at timestamptz, ADD COLUMN change_reason text,
        ADD COLUMN replaces_source_id text, ADD COLUMN replaces_record_id text, ADD COLUMN batch_id text,
        ADD COLUMN row_number integer, ADD COLUMN ledger_seq bigint, ADD COLUMN contract_version text,
        ADD COLUMN delivered_up_to bigint', known.relname);
      EXECUTE format('UPDATE %I l SET recorded_at = v.recorded_at, change_reason = v.change_reason,
        replaces_source_id = v.replaces_source_id, replaces_record_id = v.replaces_record_id, batch_id = v.batch_id,
        row_number = v.row_number, ledger_seq = v.ledger_seq, contract_version = v.contract_version,
        delivered_up_to = v.delivered_up_to
        FROM superseded_version v WHERE v.event_id = l.event_id', known.relname);
      EXECUTE format('DELETE FROM superseded_version v USING %I l WHERE v.event_id = l.event_id', known.relname);
      EXECUTE format('ALTER TABLE %I ALTER COLUMN batch_id SET NOT NULL, ALTER COLUMN row_number SET NOT NULL,
        ALTER COLUMN ledger_seq SET NOT NULL, ALTER COLUMN contract_version SET NOT NULL', known.relname);
    END LOOP;
  END $$`,
];
