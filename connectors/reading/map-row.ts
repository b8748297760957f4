import { inColumnWords } from '../connector-columns.js';
import type { ClearIdentity, MappedRow, Mapping, MappingContext } from '../connector.js';
import type { EventContract } from '../../schemas/contract.js';
import type { Finding } from '../../schemas/finding.js';
import type { PersonRef } from '../../schemas/generated/event-types.js';
import { checkPayload } from '../../schemas/record-check.js';
import type { ReadColumn } from './read-column.js';
import { createRowReader, type RowReader } from './row-reader.js';
import { readOperation, readReason } from './record-columns.js';

/** Seals of one record; only called once the row has no error. */
export type RecordSeal = {
  readonly person: (identity: ClearIdentity) => PersonRef;
  readonly employerPerson: (identity: ClearIdentity) => string;
  readonly text: (text: string | null, field: string) => string | null;
};

/** What is particular to one feed; the rest of a row is the same everywhere. */
export type RowMapping<Payload extends object> = {
  readonly contract: EventContract;
  readonly columns: readonly ReadColumn[];
  /** Column of the natural key. */
  readonly keyColumn: string;
  /** Reads the basis; absent when the feed's basis is exportAsOf. */
  readonly basis?: { readonly column: string; readonly read: (reader: RowReader) => number | null };
  readonly recordedAt: (reader: RowReader) => number | null;
  /** The date that gives a retraction its period, from the columns that are filled. */
  readonly periodDate: (reader: RowReader) => string | null;
  /** Reads all cells first; the payload is then made with seals, or with blanks to see what else is wrong. */
  readonly read: (reader: RowReader) => (seal: RecordSeal) => Payload;
};

/** Maps one row. Pure; never throws for anything a department may write in a cell. */
export function mapRow<Payload extends object>(
  mapping: RowMapping<Payload>,
  row: Readonly<Record<string, string | null>>,
  context: MappingContext,
): Mapping<Payload> {
  const retracts = readOperation(createRowReader(mapping.columns, row, { today: context.today })) === 'RETRACT';
  const needed = new Set([mapping.keyColumn, mapping.basis?.column]);
  const reader = createRowReader(mapping.columns, row, {
    today: context.today,
    isRequired: ({ key, required }) => (retracts ? needed.has(key) : required),
  });
  const record = readRecord(mapping, reader, context);
  return retracts ? retraction(mapping, reader, record) : assertion(mapping, reader, record, context);
}

type RecordPart = Omit<MappedRow<never>, 'recordId' | 'payload' | 'periodDate'> & { recordId: string | null };

function readRecord<Payload extends object>(
  { keyColumn, basis, recordedAt }: RowMapping<Payload>,
  reader: RowReader,
  { sourceId }: MappingContext,
): RecordPart {
  const operation = readOperation(reader);
  const recordId = reader.text(keyColumn);
  const version = basis?.read(reader);
  const replaced = reader.text('replacesRecordId');
  return {
    recordId,
    operation,
    ...(version === undefined || version === null ? {} : { basis: version }),
    recordedAt: recordedAt(reader),
    reason: readReason(reader, operation),
    replaces: replaced === null ? null : { sourceId, recordId: replaced },
  };
}

function retraction<Payload extends object>(
  { periodDate }: RowMapping<Payload>,
  reader: RowReader,
  { recordId, ...record }: RecordPart,
): Mapping<Payload> {
  const row = { ...record, payload: null, periodDate: periodDate(reader) };
  if (recordId === null || reader.rejected()) return { ok: false, recordId, findings: [...reader.findings] };
  return { ok: true, row: { ...row, recordId }, warnings: [...reader.findings] };
}

function assertion<Payload extends object>(
  mapping: RowMapping<Payload>,
  reader: RowReader,
  { recordId, ...record }: RecordPart,
  context: MappingContext,
): Mapping<Payload> {
  const payloadWith = mapping.read(reader);
  if (recordId === null || reader.rejected()) {
    return { ok: false, recordId, findings: [...reader.findings, ...restOfFindings(mapping, reader, payloadWith)] };
  }
  const payload = payloadWith(sealsOf(recordId, context));
  return { ok: true, row: { ...record, recordId, payload, periodDate: null }, warnings: [...reader.findings] };
}

/** What the contract says about the cells that could be read, so that one round of mending is enough. */
function restOfFindings<Payload extends object>(
  { contract, columns }: RowMapping<Payload>,
  { today, unread }: RowReader,
  payloadWith: (seal: RecordSeal) => Payload,
): Finding[] {
  const findings = checkPayload(contract, payloadWith(BLANK_SEAL), { today, unread });
  return findings.map((finding) => inColumnWords({ columns }, contract, finding));
}

function sealsOf(recordId: string, context: MappingContext): RecordSeal {
  return {
    person: (identity) => context.sealPerson(identity, recordId),
    employerPerson: (identity) => context.sealEmployerPerson(identity, recordId),
    text: (text, field) => context.sealText(text, recordId, field),
  };
}

/** Stands in where a rejected row is only checked: nothing of a rejected row is sealed or kept. */
const BLANK = 'sealed';
const BLANK_SEAL: RecordSeal = {
  person: ({ sex }) => ({ identityRef: BLANK, birthYear: null, sex }),
  employerPerson: () => BLANK,
  text: (text) => (text === null ? null : BLANK),
};
