import type { z } from 'zod';
import type { Finding } from '../schemas/finding.js';
import type { Operation } from '../schemas/record-order.js';
import type { CellKind } from './reading/cell-kind.js';

/*
 * Terminology. A *department* runs one or more *source systems*. A source exports *rows*; a *feed* says how rows of one
 * kind become events of one type. A feed is pure: text in, payload or findings out.
 */

/** One column of the department's export. */
export type SourceColumn = {
  /** Name in the zod record and in JSON and NDJSON submissions. */
  key: string;
  /** Official Chinese heading in CSV and XLSX. */
  heading: string;
  /** Other headings met in exports. */
  aliases?: readonly string[];
  required: boolean;
  /** Payload path that the column fills, so that a finding on the path can name the column. */
  field?: string;
  /** Further payload paths that the column fills. */
  alsoFills?: readonly string[];
  /** True for columns that hold personal data: their values never enter messages or logs. */
  personal?: boolean;
  /** How its cells are read; a template formats them so. Absent: as text. */
  reading?: CellKind;
  /** Code list whose names or codes the column takes. */
  codeList?: string;
  /** What the column expects, in Chinese; printed in templates and remedies. */
  expects: string;
  example: string;
};

/** Who is meant, in clear; leaves the connector only sealed. */
export type ClearIdentity = {
  certificateType: string;
  certificateNumber: string | null;
  name: string;
  birthDate: string | null;
  sex: string;
  telephone: string | null;
};

/** What a mapping may ask of the intake; pure functions over the source's key, passed in. */
export type MappingContext = {
  /** The source whose row it is: a replaced record is of the same source unless the row says otherwise. */
  sourceId: string;
  /** Seals a person; the same person of the same source has the same reference. */
  sealPerson: (
    identity: ClearIdentity,
    recordId: string,
  ) => { identityRef: string; birthYear: number | null; sex: string };
  /** Seals an employer that is a natural person. */
  sealEmployerPerson: (identity: ClearIdentity, recordId: string) => string;
  /** Seals free text; returns its reference, null for empty text. */
  sealText: (text: string | null, recordId: string, field: string) => string | null;
  /** Today by Asia/Shanghai, for checks against the future. */
  today: string;
};

/** What a row says, in the hub's words. */
export type MappedRow<Payload> = {
  recordId: string;
  operation: Operation;
  /** Absent when the feed's basis is exportAsOf. */
  basis?: number;
  recordedAt: number | null;
  reason: string | null;
  replaces: { sourceId: string; recordId: string } | null;
  /** Null on RETRACT. */
  payload: Payload | null;
  /** Date (YYYY-MM-DD) that gives the period of a RETRACT; null on ASSERT, where the payload tells. */
  periodDate: string | null;
};

export type Mapping<Payload> =
  | { ok: true; row: MappedRow<Payload>; warnings: Finding[] }
  | { ok: false; recordId: string | null; findings: Finding[] };

export type BasisKind = 'sourceSequence' | 'sourceChangedAt' | 'exportAsOf';

/** One feed: `connectors/<department>/<feed>/feed.ts` exports it as `feed`. */
export type Feed<Payload = object> = {
  feed: string;
  eventType: string;
  label: string;
  basisKind: BasisKind;
  /** Raised by one whenever basisKind changes. */
  basisEra: number;
  columns: readonly SourceColumn[];
  /** The row as exported, every cell text or null; `z.ZodType` of a flat object keyed by column key. */
  sourceRecord: z.ZodType<Record<string, string | null>>;
  /** Every code that `map` may report, declared (promise 7). */
  rules: readonly FeedRule[];
  map: (row: Record<string, string | null>, context: MappingContext) => Mapping<Payload>;
};

/** A rule of reading and mapping, declared beside the code that runs it. */
export type FeedRule = {
  code: string;
  severity: Finding['severity'];
  fields: readonly string[];
  zh: string;
  en: string;
};

/** A department: `connectors/<department>/connector.ts` exports it as `connector`. */
export type Department = { department: string; label: string };

/** A department with its feeds, as the generated index lists them: the folders beside its `connector.ts`. */
export type Connector = Department & { feeds: readonly Feed[] };
