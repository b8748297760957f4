import type { ArchivedRecord } from '../../dataset/archive.js';
import type { Decoding, IncomingRecord } from '../receiving/record-decoders.js';
import type { TopicRole, TopicRoles } from '../receiving/topic-roles.js';

/** What applying needs. Live and rebuild differ in these alone. */
export type ApplyDeps<Incoming extends IncomingRecord = IncomingRecord> = {
  roles: TopicRoles;
  namespace: string;
  decode: (record: Incoming, readerSchema: object) => Promise<Decoding> | Decoding;
  decodeArchived: (record: ArchivedRecord, readerSchema: object) => Decoding;
  /** Text of a schema that the archive lacks; null when nobody knows it. A rebuild has what the archive has. */
  schemaOf: (schemaId: number) => Promise<string | null>;
  /** Whether records are put into the archive; a rebuild reads them from there. */
  keepsArchive: boolean;
  /** Whether verdicts are sent to the ledgers; a rebuild tells nobody. */
  answersLedgers: boolean;
};

/** What applying needs, less the decoding of what comes in. */
export type JudgeDeps = Omit<ApplyDeps, 'decode'>;

/** A record that was read as far as it can be. */
export type Reading<Role extends TopicRole = TopicRole> = {
  record: IncomingRecord;
  role: Role;
  decoding: DecodingOrRefusal;
};

/** As decoding, or a record that PostgreSQL refused though every check let it pass. */
export type DecodingOrRefusal =
  | Decoding
  | { ok: false; code: 'DATABASE_REFUSED'; detail: string; schemaId: number | null; writerSchema: string | null };
