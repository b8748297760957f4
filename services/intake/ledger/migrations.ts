import type { Migration } from '../../../infra/postgres/migrate.js';

/** The ledger's tables. The outbox and the consumer's positions come with their infra rooms. */
export const ledgerMigration: Migration = {
  name: '0100_ledger',
  up: async (knex) => {
    await knex.raw(BATCHES);
    await knex.raw(VERSIONS);
    await knex.raw(BOOKS);
    await knex.raw(REFERENCES);
  },
};

/** Rejected rows are returned under the headings that they came under, with the time of the list that they were on. */
export const returningMigration: Migration = {
  name: '0101_returned_rows',
  up: async (knex) => {
    await knex.raw(
      'ALTER TABLE batch ADD COLUMN layout jsonb, ADD COLUMN as_of_declared boolean NOT NULL DEFAULT false',
    );
  },
};

/** When the content of a batch's rows was purged, and room in the pages for the two changes that every version sees. */
export const purgingMigration: Migration = {
  name: '0102_purged_rows',
  up: async (knex) => {
    await knex.raw(`
      ALTER TABLE batch ADD COLUMN rows_purged_at timestamptz;
      CREATE INDEX batch_unpurged ON batch (accepted_at) WHERE rows_purged_at IS NULL;
      ALTER TABLE record_version SET (fillfactor = 70)`);
  },
};

/** What a receipt says of its acceptance is kept as it was said, with the hub's signature. */
export const receiptMigration: Migration = {
  name: '0103_signed_receipts',
  up: async (knex) => {
    await knex.raw('ALTER TABLE batch ADD COLUMN counts jsonb, ADD COLUMN signature text');
    // Batches of the time before keep the counts of today, without a signature.
    await knex.raw(`
      UPDATE batch b SET counts = jsonb_build_object('warnings', found.warnings, 'rows', jsonb_build_object(
        'submitted', found.submitted, 'new', found.added, 'corrected', found.corrected, 'retracted', found.retracted,
        'unchanged', found.unchanged, 'rejected', found.rejected))
      FROM (
        SELECT k.batch_id, count(r.*) AS submitted, count(*) FILTER (WHERE outcome = 'new') AS added,
          count(*) FILTER (WHERE outcome = 'corrected') AS corrected,
          count(*) FILTER (WHERE outcome = 'retracted') AS retracted,
          count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged,
          count(*) FILTER (WHERE outcome = 'rejected') AS rejected,
          count(*) FILTER (WHERE outcome <> 'rejected' AND findings @> '[{"severity": "warning"}]') AS warnings
        FROM batch k LEFT JOIN batch_row r USING (batch_id) GROUP BY k.batch_id
      ) found WHERE found.batch_id = b.batch_id`);
  },
};

/** Who operated the intake: what was looked at and what was sent again, by whom and why. */
export const operatingMigration: Migration = {
  name: '0104_operating',
  up: async (knex) => {
    await knex.raw(`
      CREATE TABLE operator_action (
        action_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at        timestamptz NOT NULL,
        subject   text NOT NULL,
        action    text NOT NULL CHECK (action IN ('list', 'show', 'rejects', 'replay')),
        detail    jsonb NOT NULL
      );
      CREATE INDEX batch_accepted ON batch (accepted_at, batch_id)`);
  },
};

/** Complete lists with what they name: what they leave out is retracted, whenever it comes. */
export const completeListMigration: Migration = {
  name: '0105_complete_lists',
  up: async (knex) => {
    await knex.raw(`
      CREATE TABLE complete_list (
        batch_id     uuid PRIMARY KEY REFERENCES batch,
        source_id    text NOT NULL,
        event_type   text NOT NULL,
        basis_era    int NOT NULL,
        first_period text NOT NULL,
        last_period  text NOT NULL,
        -- A row's key could not be read: it implies nothing.
        withheld     boolean NOT NULL
      );
      CREATE INDEX complete_list_place ON complete_list (source_id, event_type);
      CREATE TABLE complete_list_name (
        batch_id  uuid NOT NULL REFERENCES complete_list,
        record_id text NOT NULL,
        PRIMARY KEY (batch_id, record_id)
      )`);
  },
};

/** Which outgoing message told the vault of a reference; one message tells of many. */
export const bundledReferenceMigration: Migration = {
  name: '0106_bundled_references',
  up: async (knex) => {
    await knex.raw(`
      ALTER TABLE known_reference ADD COLUMN outbox_id bigint;
      UPDATE known_reference k SET outbox_id = o.id FROM outbox o WHERE o.key = k.source_id || '/' || k.reference`);
  },
};

/** Checked once more for every row, it costs more than it guards against: the batch is written just before its rows. */
export const unguardedRowsMigration: Migration = {
  name: '0107_unguarded_rows',
  up: async (knex) => {
    await knex.raw('ALTER TABLE batch_row DROP CONSTRAINT batch_row_batch_id_fkey');
  },
};

/** What a restored ledger asked the dataset, and verdicts on numbers that it does not know. */
export const restoringMigration: Migration = {
  name: '0108_restoring',
  up: async (knex) => {
    await knex.raw(`
      ALTER TABLE ledger_epoch ADD COLUMN open boolean NOT NULL DEFAULT true;
      CREATE TABLE ledger_question (
        request_id  uuid PRIMARY KEY,
        source_id   text NOT NULL,
        outbox_id   bigint NOT NULL,
        asked_at    timestamptz NOT NULL,
        -- Parts of the answer that are here.
        parts       int[] NOT NULL DEFAULT '{}',
        answered_at timestamptz
      );
      CREATE TABLE unknown_verdict (
        source_id    text NOT NULL,
        event_type   text NOT NULL,
        ledger_epoch int NOT NULL,
        ledger_seq   bigint NOT NULL,
        noticed_at   timestamptz NOT NULL,
        PRIMARY KEY (source_id, event_type, ledger_epoch, ledger_seq)
      )`);
  },
};

/** The Kafka cluster that was last spoken to. */
export const brokerMigration: Migration = {
  name: '0109_known_broker',
  up: async (knex) => {
    await knex.raw(`
      CREATE TABLE known_broker (
        only_one   boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        generation text NOT NULL
      )`);
  },
};

const BATCHES = `
  CREATE TABLE batch (
    batch_id        uuid PRIMARY KEY,
    source_id       text NOT NULL,
    feed            text NOT NULL,
    event_type      text NOT NULL,
    idempotency_key text,
    body_digest     text NOT NULL,
    body_bytes      bigint NOT NULL,
    format          text NOT NULL,
    encoding        text,
    as_of           timestamptz,
    atomic          boolean NOT NULL,
    submitted_by    text NOT NULL,
    accepted_at     timestamptz NOT NULL,
    UNIQUE (source_id, feed, idempotency_key)
  );
  CREATE TABLE batch_row (
    batch_id   uuid NOT NULL REFERENCES batch,
    row_number int  NOT NULL,
    source_id  text NOT NULL,
    event_type text NOT NULL,
    record_id  text,
    outcome    text NOT NULL CHECK (outcome IN ('new', 'corrected', 'retracted', 'unchanged', 'rejected')),
    period     text NOT NULL,
    basis_era  int,
    basis      bigint,
    -- An unchanged row whose basis the ledger remembers: it says something as soon as other content arrives below it.
    confirms   boolean NOT NULL,
    findings   jsonb NOT NULL,
    -- The row as submitted, encrypted; null once purged.
    raw        bytea,
    PRIMARY KEY (batch_id, row_number)
  );
  CREATE INDEX batch_row_confirmations ON batch_row (source_id, event_type, record_id, basis_era, basis) WHERE confirms;
  CREATE INDEX batch_row_findings ON batch_row (batch_id, row_number) WHERE findings <> '[]'`;

const VERSIONS = `
  CREATE TABLE record_version (
    version_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id          text NOT NULL,
    event_type         text NOT NULL,
    record_id          text NOT NULL,
    basis_era          int NOT NULL,
    basis              bigint NOT NULL,
    ledger_epoch       int NOT NULL,
    revision           int NOT NULL,
    operation          text NOT NULL CHECK (operation IN ('ASSERT', 'RETRACT')),
    content_digest     text COLLATE "C" NOT NULL,
    outcome            text NOT NULL CHECK (outcome IN ('new', 'corrected', 'retracted')),
    period             text NOT NULL,
    ledger_seq         bigint NOT NULL,
    event_id           uuid NOT NULL,
    batch_id           uuid NOT NULL,
    row_number         int NOT NULL,
    outbox_id          bigint NOT NULL,
    accepted_at        timestamptz NOT NULL,
    topic              text,
    topic_partition    int,
    topic_offset       bigint,
    verdict            text CHECK (verdict IN ('APPLIED', 'PARKED', 'DISCARDED')),
    verdict_reason     text,
    dataset_generation text,
    outcome_seq        bigint,
    UNIQUE (source_id, event_type, ledger_epoch, ledger_seq),
    UNIQUE (source_id, event_type, record_id, basis_era, basis, ledger_epoch, revision)
  );
  CREATE INDEX record_version_row ON record_version (batch_id, row_number);
  CREATE INDEX record_version_outbox ON record_version (outbox_id);
  CREATE INDEX record_version_period ON record_version (source_id, event_type, period)`;

const BOOKS = `
  CREATE TABLE ledger_epoch (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), epoch int NOT NULL);
  INSERT INTO ledger_epoch (epoch) VALUES (1);
  CREATE TABLE ledger_counter (
    source_id    text NOT NULL,
    event_type   text NOT NULL,
    ledger_epoch int NOT NULL,
    last_seq     bigint NOT NULL,
    PRIMARY KEY (source_id, event_type, ledger_epoch)
  );
  CREATE TABLE ledger_balance (
    source_id           text NOT NULL,
    event_type          text NOT NULL,
    period              text NOT NULL,
    submitted           bigint NOT NULL DEFAULT 0,
    implied_retractions bigint NOT NULL DEFAULT 0,
    rejected            bigint NOT NULL DEFAULT 0,
    unchanged           bigint NOT NULL DEFAULT 0,
    added               bigint NOT NULL DEFAULT 0,
    corrected           bigint NOT NULL DEFAULT 0,
    retracted           bigint NOT NULL DEFAULT 0,
    published           bigint NOT NULL DEFAULT 0,
    -- Raised by every change; a statement is owed while stated_change is below it.
    change              bigint NOT NULL DEFAULT 1,
    stated_change       bigint NOT NULL DEFAULT 0,
    statement_seq       bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, event_type, period),
    CHECK (submitted + implied_retractions = rejected + unchanged + added + corrected + retracted),
    CHECK (published <= added + corrected + retracted)
  );
  CREATE INDEX ledger_balance_unstated ON ledger_balance (source_id) WHERE change > stated_change`;

const REFERENCES = `
  CREATE TABLE known_reference (
    source_id       text NOT NULL,
    reference       text NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('PERSON', 'EMPLOYER_PERSON', 'TEXT')),
    sealed_at       timestamptz NOT NULL,
    -- When the vault said that it has it; a record is settled only then.
    acknowledged_at timestamptz,
    PRIMARY KEY (source_id, reference)
  )`;
