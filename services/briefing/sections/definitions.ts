import { gaps } from '../../../schemas/gaps/gap.js';
import { indicator } from '../../../schemas/indicators/indicator.js';
import { RATE_IDS, rateIndicator } from '../../../schemas/indicators/rate-indicator.js';
import type { Block, TableRow } from '../briefing-document.js';
import type { BriefingInput } from '../briefing-input.js';
import { textCell } from '../cell.js';
import type { ComparedFigure } from '../compared-figure.js';

/** 指标口径: a row an indicator, in the words of its definition. */
export function definitions({ figures, history }: BriefingInput): Block[] {
  const used = [
    ...Object.values(figures as Record<string, ComparedFigure>).map(({ table }) => table.indicator.id),
    ...Object.values(history).flatMap((tables) => tables.map((table) => table.indicator.id)),
  ];
  return [
    {
      kind: 'table',
      caption: '指标口径',
      sheet: '口径',
      mayBreak: true,
      columns: [
        { label: '指标', width: 17, align: 'left' },
        { label: '版本', width: 8, align: 'center' },
        { label: '口径', width: 58, align: 'left' },
        { label: '来源', width: 13, align: 'left' },
        { label: '时间口径', width: 9, align: 'left' },
      ],
      rows: [...[...new Set(used)].map(definitionRow), ...RATE_IDS.map(rateRow), ...[...gaps().values()].map(gapRow)],
      notes: ['本通报所列数字均按上述版本的口径计算；口径变更时版本随之变更。'],
    },
  ];
}

function definitionRow(id: string): TableRow {
  const { label, version, definition, departments, dateBasis } = indicator(id);
  const sources = departments.map((department) => department.label).join('、');
  return row([label, version, definition, sources, dateBasis.label]);
}

function rateRow(id: (typeof RATE_IDS)[number]): TableRow {
  const { label, version, definition } = rateIndicator(id);
  return row([`${label}（‰）`, version, definition, '由上列指标计算', '见口径']);
}

function gapRow(gap: { label: string; version: string; definition: string; assessable: string }): TableRow {
  const text = `${gap.definition}${gap.assessable}`.replaceAll('（14-4）', '');
  return row([gap.label, gap.version, text, '卫生健康部门、人力资源和社会保障部门', '诊断日期']);
}

const row = (texts: readonly string[]): TableRow => ({ role: 'plain', cells: texts.map(textCell) });
