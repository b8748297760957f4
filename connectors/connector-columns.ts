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
 * A finding in the words of the department's file: its remedy names the heading and what the column expects. A finding
 * that already does, or that no column explains, comes back as it is.
 */
export function inColumnWords(feed: Pick<Feed, 'columns'>, finding: Finding): Finding {
  const column = columnOf(feed, finding.field);
  if (!column) return finding;
  const { remedy } = finding;
  const heading = `「${column.heading}」`;
  if (!remedy.includes(heading)) return { ...finding, remedy: `${remedy}对应${heading}列，应填写${column.expects}。` };
  return remedy.includes(column.expects)
    ? finding
    : { ...finding, remedy: `${remedy}${heading}应填写${column.expects}。` };
}
