import { dealt, type Random } from './random.js';

/** What an accident cost, as one report states it. */
export type Toll = {
  readonly deaths: number;
  readonly missing: number;
  readonly seriousInjuries: number;
  readonly minorInjuries: number;
  /** 万元 with at most two decimals; null while nobody has assessed it. */
  readonly lossWan: string | null;
};

type Deaths = { readonly from: number; readonly to: number; readonly share: number };

/**
 * Jilin 2020: 1,645 accidents with 664 dead, of which 9 larger (31 dead) and 2 major (30 dead); 616 dead in about 1,600
 * accidents on roads and sites, but 47 in 45 elsewhere. Hence two tables of shares, in thousandths.
 */
const ON_ROADS: readonly Deaths[] = [
  { from: 0, to: 0, share: 660 },
  { from: 1, to: 1, share: 316 },
  { from: 2, to: 2, share: 16 },
  { from: 3, to: 5, share: 6.5 },
  { from: 10, to: 15, share: 0.6 },
];
const ELSEWHERE: readonly Deaths[] = [
  { from: 0, to: 0, share: 80 },
  { from: 1, to: 1, share: 860 },
  { from: 2, to: 2, share: 40 },
  { from: 3, to: 4, share: 20 },
];

export function dealtTolls(random: Random, accidents: number, onRoads: boolean): Toll[] {
  return dealt(random, accidents, onRoads ? ON_ROADS : ELSEWHERE, (deaths) => deaths.share).map((deaths) =>
    tollOf(random, random.int(deaths.from, deaths.to), onRoads),
  );
}

function tollOf(random: Random, deaths: number, onRoads: boolean): Toll {
  const serious = random.chance(0.35) ? random.int(1, 2) : 0;
  const minor = random.chance(0.5) ? random.int(1, 3) : 0;
  return {
    deaths,
    missing: 0,
    // Nobody reports an accident without harm.
    seriousInjuries: deaths + serious + minor === 0 ? 1 : serious,
    minorInjuries: minor,
    lossWan: random.chance(0.15)
      ? null
      : (deaths * 92 + serious * 21 + random.int(1, onRoads ? 900 : 4000) / 100).toFixed(2),
  };
}

/**
 * Decree 493 Art. 3: the worst of deaths, serious injuries and loss decides; 以上 includes. The province's own reckoning,
 * on purpose not that of the hub, which it is to be checked against.
 *
 * @returns code of the list `accident-grade`
 */
export function gradeOf(toll: Toll): '1' | '2' | '3' | '4' {
  const loss = Number(toll.lossWan ?? 0);
  if (toll.deaths >= 30 || toll.seriousInjuries >= 100 || loss >= 10_000) return '4';
  if (toll.deaths >= 10 || toll.seriousInjuries >= 50 || loss >= 5_000) return '3';
  return toll.deaths >= 3 || toll.seriousInjuries >= 10 || loss >= 1_000 ? '2' : '1';
}
