import type pg from 'pg';
import { planOf } from '../../schemas/plans/plan.js';
import { shanghaiDate } from '../../schemas/period.js';
import { figure } from '../dataset/figures/figure.js';
import type { FigureTable } from '../dataset/figures/figure-table.js';
import { countGaps } from '../dataset/gaps/read-gaps.js';
import type { BriefingFigures, BriefingHistory, BriefingInput } from './briefing-input.js';
import { compareFigures, type ComparedFigure } from './compared-figure.js';

type Wanted = { readonly indicator: string; readonly rowsFollowCatalogue?: true };

/** Which indicator each figure of the briefing is. */
export const wantedFigures: Readonly<Record<keyof BriefingFigures, Wanted>> = {
  insuredByPlace: { indicator: 'insured-by-place' },
  insuredByClass: { indicator: 'insured-by-risk-class' },
  insuredBySection: { indicator: 'insured-by-industry-section' },
  decided: { indicator: 'determinations-decided-by-conclusion' },
  onTime: { indicator: 'determinations-on-time-by-place' },
  bySituation: { indicator: 'determinations-recognised-by-situation' },
  byPlace: { indicator: 'determinations-recognised-by-place' },
  bySection: { indicator: 'determinations-recognised-by-industry-section' },
  byMonth: { indicator: 'determinations-recognised-by-month' },
  diseases: { indicator: 'new-occupational-diseases-by-category', rowsFollowCatalogue: true },
  diseasesBySection: { indicator: 'new-occupational-diseases-by-industry-section' },
  diseasesByPlace: { indicator: 'new-occupational-diseases-by-place' },
  pneumoconiosis: { indicator: 'new-pneumoconiosis-by-stage' },
  exposure: { indicator: 'new-pneumoconiosis-by-exposure' },
  suspected: { indicator: 'suspected-occupational-diseases-by-category', rowsFollowCatalogue: true },
  suspectedCourse: { indicator: 'suspected-diseases-course', rowsFollowCatalogue: true },
  accidents: { indicator: 'accidents-by-report-group' },
  byGrade: { indicator: 'accidents-by-grade' },
  byType: { indicator: 'accidents-by-type', rowsFollowCatalogue: true },
  larger: { indicator: 'larger-accidents' },
  casualties: { indicator: 'casualties-by-harm-grade' },
  casualtiesCourse: { indicator: 'casualties-course-by-harm-grade' },
  diagnosesCourse: { indicator: 'diagnoses-course-by-category', rowsFollowCatalogue: true },
};

export type ReadFigures = Pick<BriefingInput, 'figures' | 'history' | 'notFiled'>;

/** All figures of the briefing, of this year, last year and the years of the plan, as of one moment of the dataset. */
export async function readFigures(pool: pg.Pool, year: number, asOf: number): Promise<ReadFigures> {
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const read = {
      figures: await comparedFigures(client, year),
      history: await historyOf(client, year),
      notFiled: await countGaps(client, { gapId: 'G1', asOf: shanghaiDate(asOf) }),
    };
    await client.query('COMMIT');
    failed = false;
    return read;
  } finally {
    // A connection that failed inside the transaction is not given back.
    client.release(failed);
  }
}

/** Every table that was read, each once. */
export function figureTables({ figures, history }: ReadFigures): FigureTable[] {
  const tables = [
    ...Object.values(figures as Record<string, ComparedFigure>).flatMap(({ table, lastYear }) => [table, lastYear]),
    ...Object.values(history).flat(),
  ];
  return [...new Map(tables.map((table) => [`${table.indicator.id}/${table.year}`, table])).values()];
}

async function comparedFigures(client: pg.PoolClient, year: number): Promise<BriefingFigures> {
  const read: [string, ComparedFigure][] = [];
  for (const [name, { indicator, rowsFollowCatalogue = false }] of Object.entries(wantedFigures)) {
    const [now, before] = [await figure(client, indicator, year), await figure(client, indicator, year - 1)];
    read.push([name, compareFigures(now, before, { rowsFollowCatalogue })]);
  }
  return Object.fromEntries(read) as BriefingFigures;
}

async function historyOf(client: pg.PoolClient, year: number): Promise<BriefingHistory> {
  const tables = async (indicator: string): Promise<FigureTable[]> => {
    const read: FigureTable[] = [];
    for (const each of historyYears(year)) read.push(await figure(client, indicator, each));
    return read;
  };
  return {
    injuries: await tables('accident-injuries-by-key-industry'),
    insured: await tables('insured-by-key-industry'),
    diseases: await tables('new-occupational-diseases-by-category'),
    pneumoconiosis: await tables('new-pneumoconiosis-by-stage'),
  };
}

/** From the plan's baseline, at least five years. */
export function historyYears(year: number): number[] {
  const first = Math.min(planOf(year)?.baselineYear ?? year, year - 4);
  return Array.from({ length: year - first + 1 }, (_, index) => first + index);
}
