import { TOTAL, type FigureTable, type FigureValues } from '../dataset/figures/figure-table.js';

/** One number of a briefing: its indicator, year, row and measure. `key` goes to the drill-down as it is. */
export type FigureLine = {
  readonly indicator: string;
  readonly version: string;
  readonly year: number;
  readonly key: string;
  readonly label: string;
  readonly measure: string;
  readonly value: number;
};

/** Every number, groups and totals included, in the order of the briefing; JSON, a line each. */
export function figuresFile(figures: readonly FigureTable[], datasetDigest: string): string {
  const lines = figures.flatMap(figureLines).map((line) => JSON.stringify(line));
  return `{"datasetDigest":${JSON.stringify(datasetDigest)},"figures":[\n${lines.join(',\n')}\n]}\n`;
}

function figureLines({ indicator, year, columns, rows, groups, total }: FigureTable): FigureLine[] {
  const line = (key: string, label: string, values: FigureValues): FigureLine[] =>
    columns.map((measure) => ({
      indicator: indicator.id,
      version: indicator.version,
      year,
      key,
      label,
      measure: measure.key,
      value: values[measure.key] ?? 0,
    }));
  return [
    ...rows.flatMap(({ key, label, values }) => line(key, label, values)),
    ...groups.flatMap(({ key, label, values }) => line(key, label, values)),
    ...line(TOTAL, '合计', total),
  ];
}
