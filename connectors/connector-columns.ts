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
 * A finding of the contract in the words of the department's file: its remedy names the heading and what the column
 * expects. A finding that already does, or that no column explains, comes back as it is.
 */
export function inColumnWords(feed: Pick<Feed, 'columns'>, finding: Finding): Finding {
  const column = columnOf(feed, finding.field);
  if (!column || finding.remedy.includes(`「${column.heading}」`)) return finding;
  return { ...finding, remedy: `${finding.remedy}对应「${column.heading}」列，应填写${column.expects}。` };
}
