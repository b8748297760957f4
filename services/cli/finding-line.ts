type RowFinding = { rowNumber: number; heading: string | null; zh: string; remedy: string };

/** A finding on one line; the heading is not said twice. */
export function findingLine({ rowNumber, heading, zh, remedy }: RowFinding): string {
  const place = heading && !zh.includes(`「${heading}」`) ? `“${heading}”` : '';
  return `第 ${rowNumber} 行${place}：${zh}${remedy}`;
}
