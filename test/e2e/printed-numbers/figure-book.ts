import { readFileSync } from 'node:fs';
import { indicator } from '../../../schemas/indicators/indicator.js';

export type FigureLine = {
  indicator: string;
  year: number;
  key: string;
  label: string;
  measure: string;
  value: number;
};
export type GapLine = { gap: string; asOf: string; place: string | null; state: string; value: number };

/** The numbers of a briefing's `.figures.json`, to be looked up. */
export type FigureBook = {
  /** Of the dataset. */
  readonly digest: string;
  readonly lines: readonly FigureLine[];
  readonly gaps: readonly GapLine[];
  /** Of the briefing. */
  readonly year: number;
  /** 0 for a row that the figure does not have. */
  readonly value: (indicator: string, year: number, key: string, measure: string) => number;
  readonly has: (indicator: string, year: number, key: string) => boolean;
};

export function readFigureBook(file: string): FigureBook {
  const { datasetDigest, figures, gaps } = JSON.parse(readFileSync(file, 'utf8')) as {
    datasetDigest: string;
    figures: FigureLine[];
    gaps: GapLine[];
  };
  const values = new Map(
    figures.map((line) => [nameOf(line.indicator, line.year, line.key, line.measure), line.value]),
  );
  const rows = new Set(figures.map((line) => nameOf(line.indicator, line.year, line.key)));
  return {
    digest: datasetDigest,
    lines: figures,
    gaps,
    year: Math.max(...figures.map(({ year }) => year)),
    value: (...name) => values.get(nameOf(...name)) ?? 0,
    has: (...name) => rows.has(nameOf(...name)),
  };
}

/** Measure word: 件, 例, 起, 人, 户. */
export function unitOf({ indicator: id, measure }: Pick<FigureLine, 'indicator' | 'measure'>): string {
  return indicator(id).measures.find(({ key }) => key === measure)?.unit ?? '';
}

const nameOf = (...parts: readonly (string | number)[]): string => parts.join(' ');
