import type { Migration } from '../postgres/migrate.js';

/**
 * Outgoing messages, written in the transaction of the data that they tell about. `value` is the Avro body without the
 * wire prefix: the schema id comes from the registry, which need not be reachable when a message is accepted.
 * `schema_digest` says what the body was encoded with; a newer software may be publishing it.
 */
const createOutbox: Migration = {
  name: 'outbox_1',
  up: async (knex) => {
    await knex.raw(`
      CREATE TABLE outbox_schema (
        digest text PRIMARY KEY,
        schema text NOT NULL
      );
      CREATE TABLE outbox (
        id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic           text        NOT NULL,
        key             text        NOT NULL,
        subject         text        NOT NULL,
        schema_digest   text        REFERENCES outbox_schema,
        value           bytea       NOT NULL,
        headers         jsonb       NOT NULL,
        created_at      timestamptz NOT NULL DEFAULT now(),
        not_before      timestamptz,
        failure         text,
        published_at    timestamptz,
        generation      text,
        topic_partition int,
        topic_offset    bigint,
        CHECK ((published_at IS NULL) = (topic_offset IS NULL))
      );
      CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL`);
  },
};

/** Checked once more for every message, it costs more than it guards against: schemas are kept just before, for good. */
const dropSchemaKey: Migration = {
  name: 'outbox_2',
  up: async (knex) => {
    await knex.raw('ALTER TABLE outbox DROP CONSTRAINT outbox_schema_digest_fkey');
  },
};

export const outboxMigrations: readonly Migration[] = [createOutbox, dropSchemaKey];
