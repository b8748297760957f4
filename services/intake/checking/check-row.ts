import { columnOf, inColumnWords } from '../../../connectors/connector-columns.js';
import type { Feed, Mapping, MappedRow } from '../../../connectors/connector.js';
import type { EventContract } from '../../../schemas/contract.js';
import { contentDigest } from '../../../schemas/content-digest.js';
import type { Finding } from '../../../schemas/finding.js';
import { periodOf, shanghaiDate } from '../../../schemas/period.js';
import { checkPayload } from '../../../schemas/record-check.js';
import type { Listing } from '../reading/returned-columns.js';
import { isPlainText, listingUnreadable, rowBroken } from '../reading/row-findings.js';
import type { ReadRow } from '../reading/row-reader.js';
import type { Source } from '../sources.js';
import { collectingContext, type PersonalItem } from './person-references.js';

/** A row that says something the ledger can decide on. */
export type AcceptedRow = {
  mapped: MappedRow<object>;
  contentDigest: string;
  personal: readonly PersonalItem[];
  /** Of a returned row: the list that it is of. */
  listing?: Listing;
};

/** A row as it was sent: what the ledger keeps of it, encrypted, until it is purged. */
export type SubmittedRow = Pick<ReadRow, 'cells' | 'unread' | 'listing'>;

export type CheckedRow = {
  rowNumber: number;
  submitted: SubmittedRow;
  recordId: string | null;
  /** Month of the payload; null when it cannot be read, or on RETRACT. */
  period: string | null;
  findings: Finding[];
  /** Null when the row is rejected. */
  accepted: AcceptedRow | null;
};

export type CheckingContext = {
  feed: Feed;
  contract: EventContract;
  source: Pick<Source, 'sourceId' | 'keys'>;
  /** Day by Asia/Shanghai. */
  today: string;
};

/** Longest natural key: it is part of a Kafka key, of headers and of indexes. */
const MAX_RECORD_ID = 128;

const hasError = (findings: readonly Finding[]) => findings.some((finding) => finding.severity === 'error');

/**
 * Maps and checks one row. Pure: the same row under the same keys and known references gives the same answer.
 *
 * @param known references that the ledger knows already, for rows of sources with several keys
 */
export function checkRow(row: ReadRow, checking: CheckingContext, known: ReadonlySet<string> = new Set()): CheckedRow {
  const { rowNumber, findings: readingFindings, ...submitted } = row;
  const rejected = (findings: Finding[], recordId: string | null = null, period: string | null = null): CheckedRow => ({
    rowNumber,
    submitted,
    recordId,
    period,
    findings: inOrderOfColumns(findings, checking.feed),
    accepted: null,
  });
  if (readingFindings.length > 0) return rejected(readingFindings);
  const { cells, listing } = submitted;
  if (listing && shanghaiDate(listing.asOf) > checking.today) return rejected([listingUnreadable()]);
  const record = checking.feed.sourceRecord.safeParse(cells);
  if (!record.success) return rejected(shapeFindings(checking.feed, record.error.issues));
  const { context, items } = collectingContext(checking.source, known, checking.today);
  const mapping = checking.feed.map(record.data, context) as Mapping<object>;
  if (!mapping.ok) return rejected(mapping.findings, mapping.recordId);
  const { row: mapped, warnings } = mapping;
  const payload = mapped.operation === 'RETRACT' ? null : mapped.payload;
  const period = payload && periodOf(checking.contract, payload);
  const findings = [...warnings, ...checkedFindings(mapped, payload, checking)];
  if (hasError(findings)) return rejected(findings, mapped.recordId, period);
  const accepted: AcceptedRow = {
    mapped: { ...mapped, payload },
    contentDigest: contentDigest(payload, checking.contract.defaults),
    personal: payload === null ? [] : items,
    ...(listing && { listing }),
  };
  return { ...rejected(findings, mapped.recordId, period), accepted };
}

/** As whoever mends the row goes through it; what belongs to no column comes first. */
function inOrderOfColumns(findings: Finding[], feed: Feed): Finding[] {
  if (findings.length < 2) return findings;
  const placeOf = ({ field }: Finding) => feed.columns.findIndex((column) => column === columnOf(feed, field));
  return findings
    .map((finding) => ({ finding, place: placeOf(finding) }))
    .sort((one, other) => one.place - other.place)
    .map(({ finding }) => finding);
}

function checkedFindings(mapped: MappedRow<object>, payload: object | null, checking: CheckingContext): Finding[] {
  const said = payload ? checkPayload(checking.contract, payload, { today: checking.today }) : [];
  const findings = said.map((finding) => inColumnWords(checking.feed, checking.contract, finding));
  return isUsableKey(mapped.recordId) ? findings : [...findings, unusableKey(checking)];
}

function isUsableKey(recordId: string): boolean {
  return recordId.length > 0 && recordId.length <= MAX_RECORD_ID && isPlainText(recordId);
}

function unusableKey({ feed, contract }: CheckingContext): Finding {
  const keyPath = contract.fields.find(({ key }) => key === true)?.path ?? '';
  const column = columnOf(feed, keyPath);
  const heading = column?.heading ?? '记录编号';
  return rowBroken(
    {
      zh: `「${heading}」为空、过长（超过 ${MAX_RECORD_ID} 个字符）或含有控制字符。`,
      en: `The record's key is empty, longer than ${MAX_RECORD_ID} characters or holds control characters.`,
      remedy: `请在「${heading}」填写${column?.expects ?? '本系统中的记录编号'}，不超过 ${MAX_RECORD_ID} 个字符。`,
    },
    column ? [column.key] : [],
  );
}

function shapeFindings(feed: Feed, issues: readonly { path: readonly PropertyKey[] }[]): Finding[] {
  const keys = [...new Set(issues.map((issue) => String(issue.path[0] ?? '')))];
  return keys.map((key) => {
    const column = feed.columns.find((candidate) => candidate.key === key);
    const heading = column?.heading ?? key;
    return rowBroken(
      {
        zh: `「${heading}」的内容不符合要求。`,
        en: `The content of "${key}" is not as the feed expects.`,
        remedy: `请在「${heading}」填写${column?.expects ?? '该列要求的内容'}。`,
      },
      [key],
    );
  });
}
