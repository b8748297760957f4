import { readingOf } from '../../../../connectors/reading/read-column.js';
import { columnIndex } from '../../reading/column-heading.js';
import type { DepartmentDatabase } from '../pull/department-database.js';
import type { DepartmentField, FieldKind } from '../pull/field-kind.js';
import { planPull, type PulledColumn, type PullPlan } from '../pull/pull-plan.js';
import type { Pull } from '../pull/pull-round.js';
import { warned, well, wrong, type Finding } from './examined.js';

/** The view's fields against the feed's columns: which are there, which are not, and whether their types can say it. */
export async function examineColumns(
  { config, feed }: Pull,
  database: DepartmentDatabase,
): Promise<{ plan: PullPlan | null; findings: Finding[] }> {
  const fields = await database.fields();
  const planned = planPull(config, feed, fields);
  if (!planned.ok) {
    const remedy = '请修改视图，或在配置的 columns、watermark、key 中写明字段名。';
    return { plan: null, findings: planned.problems.map((problem) => wrong('字段', problem, remedy)) };
  }
  const { columns } = planned.plan;
  const identifiers = columnIndex(feed).identifiers;
  const types = columns.flatMap((pulled) => typeFinding(pulled, identifiers.has(pulled.column.key)));
  return {
    plan: planned.plan,
    findings: [...coverage(planned.plan, feed.columns.length, fields), ...types, ...allFit(types)],
  };
}

const allFit = (types: readonly Finding[]) => (types.length === 0 ? [well('字段类型', '与各列相符')] : []);

function coverage({ columns, fields: read }: PullPlan, total: number, fields: readonly DepartmentField[]): Finding[] {
  const unused = fields.map(({ name }) => name).filter((name) => !read.some((selected) => selected.name === name));
  const found = `${columns.length} 列（共 ${total} 列）已对应`;
  if (unused.length === 0) return [well('字段', found)];
  return [
    warned(
      '字段',
      `${found}；视图中没有用到的字段：${unused.join('、')}`,
      '如有应报送的，请在 columns 中写明对应哪一列。',
    ),
  ];
}

const TEXTUAL: readonly FieldKind[] = ['text'];
const FITTING: Readonly<Record<string, readonly FieldKind[]>> = {
  date: ['date', 'local-time', 'instant', ...TEXTUAL],
  time: ['local-time', 'instant', ...TEXTUAL],
  integer: ['integer', 'decimal', 'inexact', ...TEXTUAL],
  'wan-yuan': ['integer', 'decimal', 'inexact', ...TEXTUAL],
  'yes-no': ['boolean', 'integer', ...TEXTUAL],
};

function typeFinding({ column, field }: PulledColumn, identifier: boolean): Finding[] {
  const { heading, expects } = column;
  const found = `“${heading}”读自字段“${field.name}”，类型 ${field.type}`;
  const reading = readingOf(column) ?? 'text';
  if (field.kind === 'binary') return [wrong('字段类型', found, `二进制字段无法读取；应为${expects}。`)];
  if (identifier && field.kind === 'inexact')
    return [wrong('字段类型', found, '浮点数会丢失位数，请在视图中改为文本。')];
  if (identifier && (field.kind === 'integer' || field.kind === 'decimal')) {
    return [warned('字段类型', found, '编号存成数值会丢失前导零和末位的 X，请核实；最好改为文本。')];
  }
  const fitting = FITTING[reading];
  if (fitting && !fitting.includes(field.kind)) return [wrong('字段类型', found, `应为${expects}，请在视图中转换。`)];
  if (reading === 'date' && (field.kind === 'local-time' || field.kind === 'instant')) {
    return [warned('字段类型', found, '这一列只要日期，带有时刻的行会退回；请在视图中转换为日期。')];
  }
  return [];
}
