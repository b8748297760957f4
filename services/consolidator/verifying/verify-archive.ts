import type pg from 'pg';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import type { ArchivedRecord } from '../../dataset/archive.js';
import {
  archivedBooks,
  archivePlaces,
  offsetGaps,
  parkedDigests,
  recordsMissing,
  spoiltSchemas,
  type ArchivePlace,
} from '../../dataset/archive-places.js';
import { countArchived, streamArchive } from '../../dataset/archive-stream.js';
import { archiveDecoder } from '../receiving/record-decoders.js';
import { consumerName, topicRoles, type TopicRoles } from '../receiving/topic-roles.js';
import { recordFault } from './verify-record.js';

/** What was found wrong; `where` names topic, partition and offset, or an event type. Never anything of a record. */
export type ArchiveFinding = {
  code:
    | 'RECORD_CHANGED'
    | 'TOPIC_UNKNOWN'
    | 'OFFSETS_MISSING'
    | 'POSITION_DIFFERS'
    | 'RECORD_MISSING'
    | 'SCHEMA_SPOILT'
    | 'BOOKS_OPEN';
  where: string;
  detail: string;
};

export type ArchiveVerification = {
  records: number;
  places: number;
  /** All that was found; `findings` holds the first of them. */
  faults: number;
  findings: ArchiveFinding[];
};

export type VerifyProgress = (progress: { done: number; total: number }) => void;

const MOST_FINDINGS = 200;

/**
 * Reads the whole archive and tells what speaks against it: bytes that changed, offsets that are missing, positions
 * beyond what was archived, what the dataset was made of and is not there. All from one snapshot, beside a dataset that
 * goes on. Whoever forges an event with digest and id is found by a rebuild, whose state differs then.
 */
export async function verifyArchive(
  client: pg.ClientBase,
  namespace: string,
  onProgress: VerifyProgress,
): Promise<ArchiveVerification> {
  await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const roles = topicRoles(namespace, connectors);
  const places = await archivePlaces(client, consumerName(namespace));
  const found = [
    ...places.flatMap(placeFaults),
    ...(await gapFaults(client)),
    ...(await missingFaults(client)),
    ...(await bookFaults(client, roles)),
  ];
  const changed = await changedRecords(client, roles, onProgress);
  return {
    records: changed.records,
    places: places.length,
    faults: found.length + changed.faults,
    findings: [...found, ...changed.findings].slice(0, MOST_FINDINGS),
  };
}

const at = (topic: string, partition: number, offset: number | string) => `${topic}[${partition}]@${offset}`;

/** The position is committed with what was archived: the one says where the other ends. */
function placeFaults({ topic, partition, lastOffset, nextOffset }: ArchivePlace): ArchiveFinding[] {
  if (nextOffset === null || nextOffset === lastOffset + 1) return [];
  const detail = `archived up to ${lastOffset}, position ${nextOffset}`;
  return [{ code: 'POSITION_DIFFERS', where: at(topic, partition, nextOffset), detail }];
}

async function gapFaults(client: pg.ClientBase): Promise<ArchiveFinding[]> {
  return (await offsetGaps(client, MOST_FINDINGS)).map(({ topic, partition, from, to }) => ({
    code: 'OFFSETS_MISSING',
    where: at(topic, partition, from === to ? from : `${from}-${to}`),
    detail: `${to - from + 1} record(s)`,
  }));
}

async function missingFaults(client: pg.ClientBase): Promise<ArchiveFinding[]> {
  const missing = (await recordsMissing(client, MOST_FINDINGS)).map(
    ({ topic, partition, offset, madeOf }): ArchiveFinding => ({
      code: 'RECORD_MISSING',
      where: at(topic, partition, offset),
      detail: madeOf,
    }),
  );
  const schemas = (await spoiltSchemas(client)).map((digest): ArchiveFinding => ({
    code: 'SCHEMA_SPOILT',
    where: 'writer_schema',
    detail: digest,
  }));
  return [...missing, ...schemas];
}

async function bookFaults(client: pg.ClientBase, roles: TopicRoles): Promise<ArchiveFinding[]> {
  const topics = [...roles].flatMap(([topic, role]) =>
    role.kind === 'event' ? [{ topic, eventType: role.contract.eventType }] : [],
  );
  return (await archivedBooks(client, topics)).flatMap(({ eventType, archived, versions, repeated, parked }) => {
    if (archived === versions + repeated + parked) return [];
    const detail = `archived ${archived}, versions ${versions} + repeated ${repeated} + parked ${parked}`;
    return [{ code: 'BOOKS_OPEN', where: eventType, detail }];
  });
}

type Changed = { records: number; faults: number; findings: ArchiveFinding[] };

async function changedRecords(client: pg.ClientBase, roles: TopicRoles, onProgress: VerifyProgress): Promise<Changed> {
  const decode = archiveDecoder(createAvroDecoder({ schemaById: () => Promise.reject(new Error('asks no registry')) }));
  const total = await countArchived(client);
  const changed: Changed = { records: 0, faults: 0, findings: [] };
  for await (const records of streamArchive(client, { except: [] })) {
    const digests = await parkedDigests(
      client,
      records.map(({ position }) => position),
    );
    records.forEach((record, place) => {
      const role = roles.get(record.position.topic);
      const fault = role ? recordFault(record, role, decode, digests.get(place)) : 'TOPIC_UNKNOWN';
      if (fault !== null) addFault(changed, record, fault);
    });
    changed.records += records.length;
    onProgress({ done: changed.records, total });
  }
  return changed;
}

function addFault(changed: Changed, { position }: ArchivedRecord, fault: string): void {
  changed.faults += 1;
  if (changed.findings.length === MOST_FINDINGS) return;
  const where = at(position.topic, position.partition, position.offset);
  const code = fault === 'TOPIC_UNKNOWN' ? fault : 'RECORD_CHANGED';
  changed.findings.push({ code, where, detail: fault });
}
