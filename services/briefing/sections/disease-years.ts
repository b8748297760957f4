import type { FigureTable } from '../../dataset/figures/figure-table.js';
import { TOTAL } from '../../dataset/figures/figure-table.js';
import type { Block, ChartBlock, TableBlock, TableRow } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { countCell, DASH, NO_VALUE, textCell } from '../cell.js';

/** Categories that make a layer of their own in the chart; the rest is one layer. */
const LAYERS = 4;

type Category = { readonly key: string; readonly label: string };

/** New cases by category and year, as a table and as a stack; years before the first case are left out. */
export function diseaseYears(input: BriefingInput): Block[] {
  const first = input.history.diseases.findIndex(({ total }) => (total['cases'] ?? 0) > 0);
  const tables = first < 0 ? [] : input.history.diseases.slice(first);
  if (tables.length < 2) return [];
  const categories = categoriesOf(tables);
  return [chart(input, tables, categories), table(input, tables, categories)];
}

function categoriesOf(tables: readonly FigureTable[]): Category[] {
  const labels = new Map(
    tables
      .flatMap(({ rows }) => rows.filter(({ values }) => (values['cases'] ?? 0) > 0))
      .map((row) => [row.key, row.label]),
  );
  return [...labels].map(([key, label]) => ({ key, label })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

const casesOf = (table: FigureTable, key: string): number | null =>
  table.rows.find((row) => row.key === key)?.values['cases'] ?? null;

function table(input: BriefingInput, tables: readonly FigureTable[], categories: readonly Category[]): TableBlock {
  const cell = (of: FigureTable, key: string, value: number | null) =>
    value === null ? NO_VALUE : countCell(value, { indicator: of.indicator.id, year: of.year, key, measure: 'cases' });
  const rows = categories.map(({ key, label }): TableRow => ({
    role: 'plain',
    cells: [textCell(label), ...tables.map((of) => cell(of, key, casesOf(of, key)))],
  }));
  const total = tables.map((of) => cell(of, TOTAL, of.total['cases'] ?? 0));
  const range = `${tables[0]?.year ?? input.year}—${input.year}年`;
  return {
    kind: 'table',
    caption: `${range}新发职业病例数（按类别）`,
    columns: [
      { label: '职业病类别', width: 40, align: 'left' },
      ...tables.map(({ year }) => ({
        ...{ label: `${year}年（例）`, width: 15, align: 'right' as const, sums: true as const },
      })),
    ],
    rows: [...rows, { role: 'total', cells: [textCell('合计'), ...total] }],
    notes: [
      sourceLine(input, input.figures.diseases),
      `“${DASH}”表示当年目录没有该类别或者没有该类记录；各年均为0的类别未列出。`,
    ],
  };
}

function chart(input: BriefingInput, tables: readonly FigureTable[], categories: readonly Category[]): ChartBlock {
  const sum = ({ key }: Category): number => tables.reduce((total, of) => total + (casesOf(of, key) ?? 0), 0);
  const largest = categories.toSorted((a, b) => sum(b) - sum(a)).slice(0, LAYERS);
  const rest = tables.map(
    (of) => (of.total['cases'] ?? 0) - largest.reduce((total, { key }) => total + (casesOf(of, key) ?? 0), 0),
  );
  return {
    kind: 'chart',
    caption: `${tables[0]?.year ?? input.year}—${input.year}年新发职业病构成`,
    description: '各年新发职业病例数的堆积柱形图，分层为例数居前的类别和其余类别，数值见下表。',
    chart: {
      kind: 'stack',
      unit: '例',
      steps: tables.map(({ year }) => `${year}年`),
      series: [
        ...largest.map(({ key, label }) => ({ name: label, values: tables.map((of) => casesOf(of, key) ?? 0) })),
        ...(rest.some((value) => value > 0) ? [{ name: '其余类别', values: rest }] : []),
      ],
    },
    notes: [sourceLine(input, input.figures.diseases)],
  };
}
