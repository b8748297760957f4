import type { Block, TableBlock, TableRow } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { changeRateCell, countCell, signedCell, textCell } from '../cell.js';
import { amountOf, totalOf, type ComparedFigure, type ComparedRow } from '../compared-figure.js';
import { percent } from '../sentences/percentage.js';
import { yearOnYear } from '../sentences/year-on-year.js';
import { leadingRows } from './leading-rows.js';
import { paragraph, part } from './paragraph.js';
import { unstatedRemark } from './year-on-year-table.js';

/** 参保情况: employers and insured by place and by risk class. */
export function enrolments(input: BriefingInput): Block[] {
  const { year, figures } = input;
  const { insuredByPlace, insuredByClass } = figures;
  if (totalOf(insuredByPlace, 'employers').now === 0) {
    return [
      part('参保情况'),
      paragraph(
        `截至数据截止时间，尚无${year}年度参保登记数据，参保人数不列示；以参保人数为分母的发生率不计算，以“—”表示。`,
      ),
    ];
  }
  return [
    part('参保情况'),
    paragraph(summary(input)),
    insuredTable(
      insuredByPlace,
      '统筹地区',
      `${year}年工伤保险参保情况（按统筹地区）`,
      sourceLine(input, insuredByPlace),
    ),
    paragraph(riskClasses(insuredByClass)),
    insuredTable(
      insuredByClass,
      '行业风险类别',
      `${year}年工伤保险参保情况（按行业风险类别）`,
      sourceLine(input, insuredByClass),
    ),
  ];
}

function summary({ year, figures }: BriefingInput): string {
  const employers = totalOf(figures.insuredByPlace, 'employers');
  const closing = totalOf(figures.insuredByPlace, 'closing');
  const rows = leadingRows(figures.insuredByPlace, '人', { measure: 'closing' });
  const places = rows === '' ? '' : `从统筹地区看，参保人数居前的是：${rows}。`;
  return (
    `${year}年末，全省参加工伤保险的用人单位${employers.now}户，${yearOnYear(employers.now, employers.before, '户')}；` +
    `参保人数${closing.now}人，${yearOnYear(closing.now, closing.before, '人')}。${places}`
  );
}

/** 六类 to 八类 have the base rates from 1.3 % up (人社部发〔2015〕71号). */
const HIGH_RISK = ['6', '7', '8'];

function riskClasses(figure: ComparedFigure): string {
  const total = totalOf(figure, 'closing').now;
  const high = figure.rows
    .filter(({ key }) => HIGH_RISK.includes(key))
    .reduce((sum, { now }) => sum + (now['closing'] ?? 0), 0);
  const share = total > 0 ? `，占${percent(high, total)}` : '';
  return `从行业风险类别看，风险较高的六类、七类、八类行业年末参保${high}人${share}。`;
}

function insuredTable(figure: ComparedFigure, first: string, caption: string, source: string): TableBlock {
  const { year } = figure.table;
  const column = (label: string, width: number) => ({ label, width, align: 'right' as const, sums: true as const });
  return {
    kind: 'table',
    caption,
    columns: [
      { label: first, width: 28, align: 'left' },
      column('参保单位（户）', 14),
      column('年初参保（人）', 15),
      column('年末参保（人）', 15),
      column(`${year - 1}年末（人）`, 15),
      column('增减', 12),
      { label: '增减（%）', width: 12, align: 'right' },
    ],
    rows: [
      ...figure.rows.map((row) => insuredRow(figure, row.label, row, 'plain')),
      insuredRow(figure, '合计', figure.total, 'total'),
    ],
    notes: [source, ...unstatedRemark(figure)],
  };
}

function insuredRow(
  figure: ComparedFigure,
  label: string,
  line: Pick<ComparedRow, 'key' | 'now' | 'before'>,
  role: TableRow['role'],
): TableRow {
  const [employers, opening, closing] = ['employers', 'opening', 'closing'].map((key) => amountOf(figure, line, key));
  const counts = [employers, opening, closing].flatMap((each) => (each ? [countCell(each.now, each.figure)] : []));
  const now = closing?.now ?? 0;
  const before = closing?.before ?? 0;
  return {
    role,
    cells: [
      textCell(label),
      ...counts,
      countCell(before, closing && { ...closing.figure, year: closing.figure.year - 1 }),
      signedCell(now - before),
      changeRateCell(now, before),
    ],
  };
}
