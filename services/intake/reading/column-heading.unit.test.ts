import { connectorOf } from '../../../connectors/generated/feed-index.js';
import { columnIndex, headingColumns } from './column-heading.js';
import { UnreadableBatch } from './row-reader.js';

const feed = connectorOf('health-commission').feeds.find((candidate) => candidate.feed === 'occupational-disease')!;
const HEADINGS = feed.columns.map(({ heading }) => heading);

function refusal(headings: readonly string[]): string {
  try {
    headingColumns(columnIndex(feed), headings);
  } catch (error) {
    if (error instanceof UnreadableBatch) return `${error.detail} ${JSON.stringify(error.extra)}`;
    throw error;
  }
  return 'taken';
}

describe('the heading row of a file', () => {
  it('is taken in any order', () => {
    expect(refusal(HEADINGS.toReversed())).toBe('taken');
  });

  it('is told which of its headings are unknown, which columns there are, and where the template is', () => {
    const said = refusal(['序号', ...HEADINGS]);
    expect(said).toContain('第 1 列“序号”');
    expect(said).toContain('必需的列：报告卡编号、报告类型、劳动者姓名');
    expect(said).toContain('hub template occupational-disease');
  });

  it.each([
    ['a record stands in its place', ['ZYB-2024-000123', '确诊职业病', '龘靐甲', '居民身份证', '2024-03-05']],
    ['a record ran into it', [...HEADINGS.slice(0, -1), '死亡日ZYB-2024-000123', '确诊职业病', '龘靐甲']],
    ['half of it is left, and a record behind', [...HEADINGS.slice(0, 14), '单位规00123', '确诊职业病', '龘靐甲']],
  ])('is not told back when %s', (_what, headings) => {
    const said = refusal(headings);
    expect(said).not.toContain('龘靐甲');
    expect(said).toContain('表头应在第一行');
  });
});
