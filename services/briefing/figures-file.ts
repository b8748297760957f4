import { gaps } from '../../schemas/gaps/gap.js';
import { shanghaiDate } from '../../schemas/period.js';
import { TOTAL, type FigureTable, type FigureValues } from '../dataset/figures/figure-table.js';
import type { BriefingInput } from './briefing-input.js';

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

/** One number of a gap, as of a day; its rows are those that the gap query lists for place and state. */
export type GapLine = {
  readonly gap: string;
  readonly version: string;
  readonly asOf: string;
  /** Division as the records name it; null where they name none; {@link TOTAL} for all. */
  readonly place: string | null;
  readonly state: string;
  readonly value: number;
};

/** Every number that was counted, groups and totals included; JSON, a line each. Rates follow from these. */
export function figuresFile(figures: readonly FigureTable[], input: BriefingInput): string {
  const list = (lines: readonly object[]): string => lines.map((line) => JSON.stringify(line)).join(',\n');
  return (
    `{"datasetDigest":${JSON.stringify(input.datasetDigest)},"figures":[\n${list(figures.flatMap(figureLines))}\n],` +
    `"gaps":[\n${list(gapLines(input))}\n]}\n`
  );
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

function gapLines({ notFiled, asOf }: BriefingInput): GapLine[] {
  const gap = gaps().get('G1');
  if (!gap) return [];
  const places = [{ division: TOTAL, states: notFiled.states }, ...notFiled.places];
  return places.flatMap(({ division, states }) =>
    gap.states.map(({ code }) => ({
      ...{ gap: gap.id, version: gap.version, asOf: shanghaiDate(asOf), place: division },
      ...{ state: code, value: states[code] ?? 0 },
    })),
  );
}
