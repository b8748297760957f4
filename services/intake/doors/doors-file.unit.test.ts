import { connectorOf } from '../../../connectors/generated/feed-index.js';
import type { Source } from '../sources.js';
import { parseDoors } from './doors-file.js';

const source: Source = {
  ...{ sourceId: 'hc-a', department: 'health-commission', reportingUnit: 'unit-1', name: '示例系统' },
  ...{
    eventTypes: ['occupational-disease'],
    validFrom: '2020-01-01',
    validTo: null,
    ...{ replaces: null, replacedBy: null },
    keys: [],
  },
};
const context = { sources: new Map([['hc-a', source]]), feeds: connectorOf('health-commission').feeds };

const GOOD = `
pulls:
  - source: hc-a
    feed: occupational-disease
    database: { kind: mysql, host: 10.1.2.3, name: zyb, user: hub_reader, password: { env: ZYB_PASSWORD } }
    view: v_report   # 报告卡视图
    columns:
      报告卡编号: card_no
      期别或程度: null
    watermark: updated_at
    key: id
`;

const problemsIn = (text: string) => {
  const parsed = parseDoors(text, context);
  return parsed.ok ? [] : parsed.problems.map(({ place, problem }) => `${place}：${problem}`);
};

describe('the file of a department’s doors', () => {
  it('is read with its defaults, as YAML and as JSON', () => {
    const parsed = parseDoors(GOOD, context);
    expect(parsed).toMatchObject({
      ok: true,
      doors: {
        pulls: [{ key: ['id'], intervalSeconds: 300, overlapSeconds: 900, pageRows: 2000, timezone: '+08:00' }],
      },
    });
    if (!parsed.ok) throw new Error('not read');
    expect(parseDoors(JSON.stringify(parsed.doors), context)).toEqual(parsed);
    expect(parseDoors('', context)).toEqual({ ok: true, doors: { pulls: [] } });
  });

  it('says where the watched folder is', () => {
    expect(parseDoors('drop: { folder: /data/drop, quietSeconds: 5 }', context)).toEqual({
      ok: true,
      doors: { drop: { folder: '/data/drop', quietSeconds: 5 }, pulls: [] },
    });
    expect(problemsIn('drop: { quietSeconds: 5 }')[0]).toContain('drop.folder');
  });

  it('reports everything that is wrong at once, in Chinese, each with its place', () => {
    const bad = GOOD.replace('kind: mysql', 'kind: oracle')
      .replace('{ env: ZYB_PASSWORD }', 'Secret-123')
      .replace('view: v_report', 'pageRows: 1\n    viewe: v_report');
    const problems = problemsIn(bad);
    const places = problems.map((line) => line.split('：')[0]);
    expect(places).toEqual(
      expect.arrayContaining(['pulls.[1].database.kind', 'pulls.[1].database.password', 'pulls.[1].pageRows']),
    );
    expect(problems.join('\n')).toMatch(/viewe/);
    expect(problems.join('\n')).not.toContain('Secret-123');
    expect(problems.join('\n')).toMatch(/不得直接写出口令/);
  });

  it.each([
    ['an unknown source', GOOD.replace('hc-a', 'hc-z'), 'pulls.[1].source：本部门没有登记来源系统“hc-z”'],
    [
      'a feed that the source does not have',
      GOOD.replace('feed: occupational-disease', 'feed: period-statement'),
      'pulls.[1].feed：',
    ],
    ['an unknown column', GOOD.replace('报告卡编号', '报告卡号'), 'pulls.[1].columns：没有“报告卡号”这一列'],
    ['a required column set to null', GOOD.replace('card_no', 'null'), '“报告卡编号”是必填列，不能设为 null'],
    ['one column twice', GOOD.replace('期别或程度: null', 'reportCardNumber: no'), '与另一项是同一列'],
    ['view and query', GOOD.replace('watermark:', 'query: SELECT 1\n    watermark:'), 'view 和 query'],
    ['one feed twice', GOOD + GOOD.replace('\npulls:', ''), '已在前面配置过'],
    ['no YAML', 'pulls:\n  - {source: [', '第 2 行：YAML 格式有误'],
  ])('refuses %s', (_what, text, expected) => {
    expect(problemsIn(text).join('\n')).toContain(expected);
  });
});
