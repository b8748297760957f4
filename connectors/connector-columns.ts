import { codeList } from '../schemas/code-lists/code-list.js';
import type { EventContract } from '../schemas/contract.js';
import type { Finding } from '../schemas/finding.js';
import type { Feed, SourceColumn } from './connector.js';

/**
 * The column that a finding speaks of, so that whoever shows it can name the heading. `field` is a column key or a
 * payload path; undefined for a path that no column fills (a sealed reference, say).
 */
export function columnOf(feed: Pick<Feed, 'columns'>, field: string): SourceColumn | undefined {
  const { columns } = feed;
  return (
    columns.find(({ key }) => key === field) ??
    columns.find((column) => column.field === field) ??
    columns.find(({ alsoFills }) => alsoFills?.includes(field))
  );
}

/**
 * What a contract says of a payload, in the words of the department's file: fields by the headings of their columns, and
 * how to mend it by what the column expects. What no column explains comes back as it is.
 */
export function inColumnWords(
  feed: Pick<Feed, 'columns'>,
  contract: Pick<EventContract, 'fields'>,
  finding: Finding,
): Finding {
  const column = columnOf(feed, finding.field);
  if (!column) return finding;
  const named = (sentence: string) => withHeadings(feed, contract, sentence);
  const zh = isOtherUnit(finding, column) ? `「${column.heading}」超出允许范围。` : named(finding.zh);
  const fill = FILLS[finding.code]?.(column, finding, feed);
  return { ...finding, zh, remedy: fill ?? withExpectation(column, named(finding.remedy)) };
}

/** The remedy, and what the column expects unless it has just been said. */
export function withExpectation({ heading, expects }: Pick<SourceColumn, 'heading' | 'expects'>, remedy: string) {
  if (remedy.includes(expects)) return remedy;
  return `${remedy}${remedy.includes(`「${heading}」`) ? '' : `「${heading}」的`}填写要求：${expects}。`;
}

function withHeadings(
  feed: Pick<Feed, 'columns'>,
  { fields }: Pick<EventContract, 'fields'>,
  sentence: string,
): string {
  return sentence.replace(/「([^」]+)」/g, (said, label: string) => {
    // Rules of one department speak of its headings already.
    if (feed.columns.some((column) => column.heading === label)) return said;
    const path = fields.find((field) => field.label === label)?.path;
    const heading = path === undefined ? undefined : columnOf(feed, path)?.heading;
    return heading === undefined ? said : `「${heading}」`;
  });
}

/** The payload counts in fen and months; the column may count in ten thousand yuan, or in years. */
function isOtherUnit({ code, field }: Finding, { key }: SourceColumn): boolean {
  return code === 'NUMBER_OUT_OF_RANGE' && key !== field;
}

type Fill = (column: SourceColumn, finding: Finding, feed: Pick<Feed, 'columns'>) => string | undefined;

const byLicence: Fill = ({ heading, expects }) => `请按营业执照或登记证书核对「${heading}」，填写${expects}。`;

/** Rules whose remedy is to fill in the column anew: what it expects is all there is to say. */
const FILLS: Readonly<Record<string, Fill>> = {
  REQUIRED_MISSING: ({ heading, expects }) => `请在「${heading}」填写${expects}。`,
  CODE_UNKNOWN: (column) => `请在「${column.heading}」填写${column.expects}${choiceOf(column)}。`,
  CODE_NOT_VALID_ON_DATE: ({ heading, expects }, { alsoFields = [] }, feed) => {
    const dates = new Set(alsoFields.flatMap((field) => columnOf(feed, field)?.heading ?? []));
    const others = dates.size === 0 ? '业务发生日期' : [...dates].map((date) => `「${date}」`).join('');
    return `请核对「${heading}」和${others}，填写${expects}${expects.includes('有效') ? '' : '，须在业务发生当日有效'}。`;
  },
  DATE_IN_FUTURE: ({ heading, expects }) => `请核对「${heading}」，不得晚于报送当日；应填写${expects}。`,
  NUMBER_OUT_OF_RANGE: (column, finding) =>
    isOtherUnit(finding, column) ? `请核对「${column.heading}」的数值和计量单位，填写${column.expects}。` : undefined,
  USCC_LENGTH: byLicence,
  USCC_CHARACTER: byLicence,
  USCC_CHECK: byLicence,
  USCC_SPREADSHEET_NUMBER: byLicence,
  USCC_ORGANISATION_CHECK: byLicence,
  USCC_REGISTRAR: byLicence,
  USCC_REGISTRAR_DIVISION: byLicence,
};

const MOST_CHOICES = 14;
const LONGEST_NAME = 12;

/** What can be chosen, unless the column says it all: a short list by its names (by its codes, where names are sentences). */
function choiceOf({ codeList: listId, expects }: SourceColumn): string {
  if (listId === undefined) return '';
  const { label, entries } = codeList(listId);
  const names = [...new Set(entries.map(({ name }) => name))];
  if (names.every((name) => expects.includes(name.replace(/（.*）/, '')))) return '';
  if (names.length > MOST_CHOICES) return `，须在代码表“${label}”之内（见报送模板）`;
  const short = names.every((name) => name.length <= LONGEST_NAME);
  return `，可选：${(short ? names : [...new Set(entries.map(({ code }) => code))]).join('、')}`;
}
