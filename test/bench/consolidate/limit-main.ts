import avsc from 'avsc';
import { Kafka, logLevel, type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import pg from 'pg';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { PayloadField } from '../../../schemas/contract.js';
import { topicRoles, type TopicRole } from '../../../services/consolidator/receiving/topic-roles.js';

/*
 * The limits of `bench consolidate`, written with the libraries alone: what it costs to decode the topics, and what the
 * least costs that keeps current records and an archive. For each topic one table of typed columns, upserted by unnest
 * with a guard on the version, and the raw bytes appended to one archive, both in one transaction with the offset; no
 * rule, no digest, no fence, no index but the primary keys.
 *
 * limit-main.ts decode|archive
 */
const PARTITIONS_AT_ONCE = 2;
const RECORDS_AT_ONCE = 5000;
const FETCH_BYTES = 8 * 1024 * 1024;

type Column = { name: string; type: string; as?: (column: string) => string; path: readonly string[] };
type Reader = { type: avsc.Type; table: string; columns: Column[]; key: string[]; order: string[] };

const types: Record<PayloadField['avroType'], string> = {
  ...{ string: 'text', int: 'integer', long: 'bigint', double: 'double precision', boolean: 'boolean' },
  ...{ date: 'date', 'timestamp-millis': 'timestamptz' },
};

const day = (column: string) => `'1970-01-01'::date + ${column}`;
const instant = (column: string) => `to_timestamp(${column} / 1000.0)`;

function payloadColumn({ column, avroType, path }: PayloadField): Column {
  const own = { name: column, path: ['payload', ...path.split('.')] };
  if (avroType === 'date') return { ...own, type: 'integer', as: day };
  if (avroType === 'timestamp-millis') return { ...own, type: 'bigint', as: instant };
  return { ...own, type: types[avroType] };
}

const header = (name: string, column: string, type: string): Column => ({ name: column, type, path: ['header', name] });

function eventReader(role: Extract<TopicRole, { kind: 'event' }>): Reader {
  const columns = [
    ...[header('sourceId', 'source_id', 'text'), header('recordId', 'record_id', 'text')],
    ...[header('eventId', 'event_id', 'uuid'), header('basisEra', 'basis_era', 'integer')],
    ...[header('basis', 'basis', 'bigint'), header('ledgerEpoch', 'ledger_epoch', 'integer')],
    ...[header('revision', 'revision', 'integer'), header('operation', 'operation', 'text')],
    ...[header('contentDigest', 'content_digest', 'text'), header('period', 'period', 'text')],
    ...role.contract.fields.map(payloadColumn),
  ];
  const order = ['basis_era', 'basis', 'ledger_epoch', 'revision', 'operation', 'content_digest'];
  return reader(role.contract.avroSchema, role.contract.eventType, columns, ['source_id', 'record_id'], order);
}

const flat = (name: string, type: string): Column => ({ name: name.toLowerCase(), type, path: [name] });

function readerOf(role: TopicRole): Reader {
  switch (role.kind) {
    case 'event':
      return eventReader(role);
    case 'person-resolution': {
      const columns = [flat('sourceId', 'text'), flat('identityRef', 'text'), flat('personId', 'text')];
      const all = [...columns, flat('rule', 'text'), flat('sequence', 'bigint')];
      return reader(protocolSchemas.personResolution, 'resolution', all, ['sourceid', 'identityref'], ['sequence']);
    }
    case 'source': {
      const columns = [flat('sourceId', 'text'), flat('version', 'bigint'), flat('department', 'text')];
      return reader(protocolSchemas.source, 'source', columns, ['sourceid'], ['version']);
    }
    case 'decision': {
      const columns = [flat('decisionId', 'text'), flat('kind', 'text'), flat('decidedAt', 'bigint')];
      return reader(protocolSchemas.decision, 'decision', columns, ['decisionid'], ['decidedat']);
    }
    case 'outcome-request': {
      const columns = [flat('requestId', 'text'), flat('sourceId', 'text'), flat('askedAt', 'bigint')];
      return reader(protocolSchemas.outcomeRequest, 'request', columns, ['requestid'], ['askedat']);
    }
    case 'ledger-statement': {
      const key = ['sourceId', 'eventType', 'period'].map((name) => flat(name, 'text'));
      const columns = [
        ...key,
        flat('statementSeq', 'bigint'),
        flat('submitted', 'bigint'),
        flat('published', 'bigint'),
      ];
      const names = key.map(({ name }) => name);
      return reader(protocolSchemas.ledgerStatement, 'statement', columns, names, ['statementseq']);
    }
  }
}

function reader(schema: object, name: string, columns: Column[], key: string[], order: string[]): Reader {
  const type = avsc.Type.forSchema(structuredClone(schema) as avsc.Schema, {
    wrapUnions: 'never',
    omitRecordMethods: true,
  });
  return { type, table: `limit_${name.replaceAll('-', '_')}`, columns, key, order };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (at === null || at === undefined) return null;
    at = (at as Record<string, unknown>)[name];
  }
  return at ?? null;
}

const readers = new Map(
  [...topicRoles(process.env['HUB_NAMESPACE'] ?? 'work-injury', connectors)].map(([topic, role]) => [
    topic,
    readerOf(role),
  ]),
);
const kind = process.argv[2];
let decoded = 0;

const decode = (of: Reader, messages: readonly KafkaMessage[]): unknown[] =>
  messages.map(({ value }) => of.type.decode(value ?? Buffer.alloc(0), 5).value as unknown);

const sqlType = ({ type, as }: Column) => (as === day ? 'date' : as === instant ? 'timestamptz' : type);

async function createTables(pool: pg.Pool): Promise<void> {
  await pool.query(`CREATE TABLE kafka_position (topic text, part integer, next_offset bigint, PRIMARY KEY (topic, part));
    CREATE TABLE archive (topic text, part integer, "offset" bigint, key text, value bytea, schema_id bigint,
      kafka_time timestamptz, PRIMARY KEY (topic, part, "offset"))`);
  for (const of of new Map([...readers.values()].map((one) => [one.table, one])).values()) {
    const columns = of.columns.map((column) => `${column.name} ${sqlType(column)}`);
    await pool.query(`CREATE TABLE ${of.table} (${columns.join(', ')}, PRIMARY KEY (${of.key.join(', ')}))`);
  }
}

function upsertText({ table, columns, key, order }: Reader): string {
  const names = columns.map(({ name }) => name).join(', ');
  const source = columns.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ');
  const taken = columns.map(({ name, as }) => (as ? as(`s.${name}`) : `s.${name}`)).join(', ');
  const replaced = columns.filter(({ name }) => !key.includes(name)).map(({ name }) => `${name} = EXCLUDED.${name}`);
  const orderOf = (row: string) => `(${order.map((name) => `${row}.${name}`).join(', ')})`;
  return `INSERT INTO ${table} AS known (${names}) SELECT ${taken} FROM unnest(${source}) AS s (${names})
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${replaced.join(', ')} WHERE ${orderOf('EXCLUDED')} > ${orderOf('known')}`;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The last of each key, by key: an upsert may touch a row once, and two that write in one order do not deadlock. */
function latestByKey(of: Reader, values: readonly unknown[]): unknown[] {
  const paths = of.columns.filter(({ name }) => of.key.includes(name)).map(({ path }) => path);
  const latest = new Map(values.map((value) => [paths.map((path) => valueAt(value, path)).join('\n'), value]));
  return [...latest].sort(([a], [b]) => compare(a, b)).map(([, value]) => value);
}

async function write(
  pool: pg.Pool,
  topic: string,
  partition: number,
  messages: readonly KafkaMessage[],
): Promise<void> {
  const of = readers.get(topic);
  if (!of) return;
  const rows = latestByKey(of, decode(of, messages));
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO archive SELECT $1, $2, o, k, v, s, to_timestamp(t / 1000.0)
       FROM unnest($3::bigint[], $4::text[], $5::bytea[], $6::bigint[], $7::bigint[]) AS r (o, k, v, s, t)`,
      [
        ...[topic, partition, messages.map(({ offset }) => offset), messages.map(({ key }) => key?.toString() ?? null)],
        ...[messages.map(({ value }) => value), messages.map(({ value }) => value?.readUInt32BE(1) ?? null)],
        messages.map(({ timestamp }) => timestamp),
      ],
    );
    await client.query({
      name: of.table,
      text: upsertText(of),
      values: of.columns.map(({ path }) => rows.map((row) => valueAt(row, path))),
    });
    await client.query(
      `INSERT INTO kafka_position VALUES ($1, $2, $3) ON CONFLICT (topic, part) DO UPDATE SET next_offset = EXCLUDED.next_offset`,
      [topic, partition, Number(messages.at(-1)?.offset ?? 0) + 1],
    );
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

async function drain(pool: pg.Pool | null, { batch, heartbeat, resolveOffset }: EachBatchPayload): Promise<void> {
  const { topic, partition, messages } = batch;
  for (let at = 0; at < messages.length; at += RECORDS_AT_ONCE) {
    const chunk = messages.slice(at, at + RECORDS_AT_ONCE);
    const of = readers.get(topic);
    if (pool) await write(pool, topic, partition, chunk);
    else if (of) decode(of, chunk);
    decoded += chunk.length;
    resolveOffset(chunk.at(-1)?.offset ?? '0');
    await heartbeat();
  }
}

const pool =
  kind === 'archive' ? new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: PARTITIONS_AT_ONCE }) : null;
if (pool) await createTables(pool);
else setInterval(() => process.send?.(decoded), 50);
const kafka = new Kafka({ brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({
  groupId: `limit-${process.pid}-${Date.now()}`,
  maxBytesPerPartition: FETCH_BYTES,
  maxBytes: FETCH_BYTES,
  maxWaitTimeInMs: 300,
});
await consumer.connect();
await consumer.subscribe({ topics: [...readers.keys()], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatchAutoResolve: false,
  partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
  eachBatch: (payload) => drain(pool, payload),
});
