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
