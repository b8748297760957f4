import { positionMigration } from '../../infra/kafka/position-table.js';
import { outboxMigrations } from '../../infra/outbox/outbox-table.js';
import { homeMigration } from '../../infra/postgres/database-home.js';
import type { Migration } from '../../infra/postgres/migrate.js';

/*
 * Terminology. A *sealing key* encrypts what is known of one person (or of one uncertified reference, or one text); it
 * lies here wrapped by a key derived from the master key, and destroying it erases what it encrypts. A *statement* is one
 * identity under one reference of one source. Indexes are HMAC-SM3, hex.
 */
const vaultTables = `
  CREATE TABLE sealing_key (
    key_id uuid PRIMARY KEY,
    wrapped_key bytea,                -- null: destroyed
    created_at timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz
  );

  -- One person: one certificate under one name. The id is random and never used again, also after erasure.
  CREATE TABLE person (
    person_id uuid PRIMARY KEY,
    certificate_index text NOT NULL,
    name_index text NOT NULL,
    key_id uuid NOT NULL REFERENCES sealing_key,
    created_at timestamptz NOT NULL DEFAULT now(),
    erased_at timestamptz
  );
  CREATE UNIQUE INDEX person_of_certificate ON person (certificate_index, name_index) WHERE erased_at IS NULL;

  -- The rows are locks: whoever decides on a certificate holds it.
  CREATE TABLE certificate (certificate_index text PRIMARY KEY);

  CREATE TABLE identity_statement (
    source_id text NOT NULL,
    reference text NOT NULL,
    content_index text NOT NULL,
    department text NOT NULL,
    kind text NOT NULL,
    certificate_index text,           -- null: no certificate number
    name_index text NOT NULL,
    sex text,
    birth_year int,
    person_id uuid REFERENCES person,
    key_id uuid NOT NULL REFERENCES sealing_key,
    sealed bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (source_id, reference, content_index)
  );
  CREATE INDEX statement_by_certificate ON identity_statement (certificate_index);
  CREATE INDEX statement_by_person ON identity_statement (person_id);

  CREATE TABLE reference_resolution (
    source_id text NOT NULL,
    reference text NOT NULL,
    department text NOT NULL,
    person_id uuid REFERENCES person,
    rule text NOT NULL,
    sequence bigint NOT NULL,         -- 0: locked, nothing decided yet; never visible outside its transaction
    decided_at timestamptz,
    PRIMARY KEY (source_id, reference)
  );
  CREATE INDEX resolution_by_reference ON reference_resolution (reference);

  CREATE TABLE review (
    rule text NOT NULL,
    person_id uuid NOT NULL REFERENCES person,
    certificate_index text NOT NULL,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (rule, person_id)
  );

  CREATE TABLE sealed_text (
    source_id text NOT NULL,
    reference text NOT NULL,
    content_index text NOT NULL,
    department text NOT NULL,
    key_id uuid NOT NULL REFERENCES sealing_key,
    sealed bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (source_id, reference, content_index)
  );

  CREATE TABLE parked_identity (
    parked_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reason_code text NOT NULL,
    topic text NOT NULL,
    topic_partition int NOT NULL,
    topic_offset bigint NOT NULL,
    raw bytea,                        -- as it came from the broker: ciphertext
    parked_at timestamptz NOT NULL
  );

  CREATE TABLE lookup_audit (
    audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    action text NOT NULL,             -- LOOKUP, ERASE
    subject text NOT NULL,
    department text,
    purpose text,
    source_id text,
    identity_ref text,
    person_id text,
    result text NOT NULL
  );
  CREATE INDEX audit_by_time ON lookup_audit (at);

  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'The audit of look-ups is append-only';
  END $$;
  CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lookup_audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

/** Sequences of resolutions are above this; raised in a restored vault, which has forgotten how far it had counted. */
const sequenceFloor = `
  CREATE TABLE resolution_floor (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), floor bigint NOT NULL);
  INSERT INTO resolution_floor (floor) VALUES (0)`;

/** The vault's own database, newest last. */
export const vaultMigrations: readonly Migration[] = [
  positionMigration,
  ...outboxMigrations,
  { name: 'identity_vault_1', up: async (knex) => void (await knex.raw(vaultTables)) },
  homeMigration,
  { name: 'identity_vault_2', up: async (knex) => void (await knex.raw(sequenceFloor)) },
];
