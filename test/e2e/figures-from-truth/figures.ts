import { readFileSync } from 'node:fs';

/** Numbers by `indicator year key measure`, or of a gap by `gap place state`; what counts nothing may be left out. */
export type Figures = Map<string, number>;

type FigureLine = { indicator: string; year: number; key: string; measure: string; value: number };
type GapLine = { gap: string; asOf: string; place: string | null; state: string; value: number };

/** What a record adds to one indicator: to the rows and groups of these keys, and to the total. */
export type Count = {
  readonly indicator: string;
  readonly year: number;
  readonly keys: readonly string[];
  readonly measures: Readonly<Record<string, number>>;
};

/** Key of a row for what is not stated, or not stated properly. */
export const UNSTATED = 'UNSTATED';

/** A briefing's `.figures.json`. */
export type FiguresFile = {
  readonly figures: Figures;
  readonly gaps: Figures;
  /** Indicators that it has, and their years, as `indicator year`. */
  readonly indicators: ReadonlySet<string>;
  readonly years: ReadonlySet<string>;
  /** Day on which the gaps are judged. */
  readonly asOf: string;
};

export function readFiguresFile(file: string): FiguresFile {
  const { figures, gaps } = JSON.parse(readFileSync(file, 'utf8')) as { figures: FigureLine[]; gaps: GapLine[] };
  return {
    figures: eachOnce(
      file,
      figures.map(({ indicator, year, key, measure, value }) => [nameOf(indicator, year, key, measure), value]),
    ),
    gaps: eachOnce(
      file,
      gaps.map(({ gap, place, state, value }) => [nameOf(gap, place ?? UNSTATED, state), value]),
    ),
    indicators: new Set(figures.map(({ indicator }) => indicator)),
    years: new Set(figures.map(({ indicator, year }) => nameOf(indicator, year))),
    asOf: gaps[0]?.asOf ?? '',
  };
}

function eachOnce(file: string, numbers: readonly (readonly [name: string, value: number])[]): Figures {
  const read: Figures = new Map();
  for (const [name, value] of numbers) {
    if (read.has(name)) throw new Error(`${file} gives ${name} twice`);
    read.set(name, value);
  }
  return read;
}

export function addTo(figures: Figures, { indicator, year, keys, measures }: Count): void {
  for (const key of [...keys, 'TOTAL']) {
    for (const [measure, value] of Object.entries(measures)) {
      const name = nameOf(indicator, year, key, measure);
      figures.set(name, (figures.get(name) ?? 0) + value);
    }
  }
}

/** Names in either that differ, with what each says. */
export function differences(one: Figures, other: Figures): string[] {
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((name) => (one.get(name) ?? 0) !== (other.get(name) ?? 0))
    .map((name) => `${name}: ${one.get(name) ?? 0} and ${other.get(name) ?? 0}`);
}

export const nameOf = (...parts: readonly (string | number)[]): string => parts.join(' ');
