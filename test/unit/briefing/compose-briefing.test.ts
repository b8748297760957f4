import fc from 'fast-check';
import type { Block, BriefingDocument, ChartBlock, TableBlock } from '../../../services/briefing/briefing-document.js';
import { composeBriefing } from '../../../services/briefing/compose-briefing.js';
import { anyInput, briefingInput } from './briefing-input.js';

/** Every text of the document, but the digest, which is a number and says so. */
function textsOf({ blocks }: BriefingDocument): string[] {
  return blocks.flatMap(textsOfBlock).filter((text) => !text.startsWith('数据集校验值：'));
}

function textsOfBlock(block: Block): string[] {
  switch (block.kind) {
    case 'title':
      return [...block.lines];
    case 'attachments':
      return [...block.titles];
    case 'attachment':
      return [block.label, block.title];
    case 'table': {
      const columns = block.columns.flatMap(({ label, band = label }) => [label, band]);
      const cells = block.rows.flatMap((row) => row.cells.map(({ text }) => text));
      return [block.caption, ...columns, ...cells, ...block.notes];
    }
    case 'chart':
      return [block.caption, block.description, ...block.notes, ...textsOfChart(block)];
    case 'heading':
    case 'paragraph':
    case 'signature':
    case 'date':
      return [block.text];
  }
}

function textsOfChart({ chart }: ChartBlock): string[] {
  const steps = chart.kind === 'bars' ? chart.categories : chart.steps;
  return [chart.unit, ...steps, ...chart.series.map(({ name }) => name)];
}

const tables = (briefing: BriefingDocument) =>
  briefing.blocks.filter((block): block is TableBlock => block.kind === 'table');

const table = (briefing: BriefingDocument, caption: string) => {
  const found = tables(briefing).find((block) => block.caption.includes(caption));
  if (!found) throw new Error(`no table ${caption}`);
  return found;
};

const paragraphs = (briefing: BriefingDocument) =>
  briefing.blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));

const STANDARDS = /GBZ? (?:\/T )?\d+—\d{4}|GB\/T \d+—\d{4}/g;

describe('a briefing', () => {
  it('speaks official Chinese only: no machine words, no empty cells, for any numbers', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const text of textsOf(composeBriefing(input))) {
          expect(text).not.toBe('');
          expect(text.replace(STANDARDS, '')).not.toMatch(/[A-Za-z_{}[\]]|NaN|undefined|null/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has tables whose columns add up to their totals, for any numbers', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const briefing = composeBriefing(input);
        const balanced = tables(briefing).filter(({ rows }) => rows.some(({ role }) => role === 'total'));
        expect(balanced.length).toBeGreaterThanOrEqual(12);
        for (const each of balanced) expectBalanced(each);
      }),
      { numRuns: 60 },
    );
  });

  it('follows the spine of the meeting, numbered as the sections come', () => {
    const headings = composeBriefing(briefingInput(() => 30)).blocks.flatMap((block) =>
      block.kind === 'heading' && block.level === 1 ? [block.text] : [],
    );
    expect(headings).toEqual([
      '一、工伤保险运行情况',
      '二、职业病情况',
      '三、生产安全事故情况',
      '四、关联分析',
      '五、目标完成情况',
    ]);
  });

  it("prints Jilin's table with its subtotals, and the larger accidents as part of the total", () => {
    const rows = table(composeBriefing(briefingInput(() => 2)), '生产安全事故行业分布').rows.map(
      ({ cells, role }) => `${role} ${cells[0]?.text}`,
    );
    expect(rows).toEqual([
      'plain 农林牧渔业',
      'group 采矿业',
      'child 煤矿',
      'child 金属非金属矿山',
      'child 石油天然气',
      'group 商贸制造业',
      'child 化工和危险化学品',
      'child 烟花爆竹',
      'child 冶金机械等八行业',
      'child 其他商贸制造业',
      'plain 建筑业',
      'group 交通运输仓储业',
      'child 铁路运输业',
      'child 道路运输业',
      'child 水上运输业',
      'child 仓储及其他运输',
      'plain 其他行业',
      'plain 未填报',
      'total 合计',
      'plain 其中：较大以上事故',
    ]);
  });

  it('says what did not happen', () => {
    const texts = paragraphs(composeBriefing(briefingInput(() => 0))).join('');
    expect(texts).toContain('全省未作出工伤认定决定，与上年持平');
    expect(texts).toContain('全省无新诊断职业病病例，与上年持平');
    expect(texts).toContain('全省无事故，同比持平');
    expect(texts).toContain('全省无较大以上事故，同比持平');
  });

  it('gives no value, rather than nought, to a category that last year had not', () => {
    const rows = table(composeBriefing(briefingInput(() => 5)), '新发职业病类别分布').rows;
    const row = rows.find(({ cells }) => cells[0]?.text === '职业性肌肉骨骼疾病');
    expect(row?.cells.slice(1, 5).map(({ text }) => text)).toEqual(['5', '—', '—', '—']);
  });

  it('calls its data provisional before the year has ended, and accidents until a month after', () => {
    const of = (asOf: number) => paragraphs(composeBriefing(briefingInput(() => 5, { asOf })))[1];
    expect(of(Date.UTC(2025, 9, 1))).toContain('2025年度尚未结束');
    expect(of(Date.UTC(2026, 0, 10))).toContain('快报数');
    expect(of(Date.UTC(2026, 2, 1))).not.toMatch(/快报|尚未结束/);
  });

  it('names every definition with its version', () => {
    const rows = table(composeBriefing(briefingInput(() => 5)), '指标口径').rows;
    expect(rows.length).toBeGreaterThan(25);
    for (const { cells } of rows) expect(cells[1]?.text).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

/** Adds up the printed numbers of every column that sums; group rows and what follows the total are already counted. */
function expectBalanced({ caption, columns, rows }: TableBlock): void {
  const end = rows.findIndex(({ role }) => role === 'total');
  const counted = rows.slice(0, end).filter(({ role }) => role !== 'group');
  const printed = (row: TableBlock['rows'][number] | undefined, column: number): number => {
    const text = row?.cells[column]?.text ?? '';
    return text === '—' ? 0 : Number(text);
  };
  columns.forEach(({ label, sums }, column) => {
    if (!sums) return;
    const sum = counted.reduce((total, row) => total + printed(row, column), 0);
    const difference = /增减/.test(label) && rows.some(({ cells }) => cells[column]?.text === '—');
    if (!difference) expect({ caption, label, sum }).toEqual({ caption, label, sum: printed(rows[end], column) });
  });
}
