import type pg from 'pg';
import { figure } from '../dataset/figures/figure.js';
import type { BriefingFigures } from './briefing-input.js';
import { compareFigures, type ComparedFigure } from './compared-figure.js';

type Wanted = {
  readonly [name in keyof BriefingFigures]: { readonly indicator: string; readonly rowsFollowCatalogue?: true };
};

const WANTED: Wanted = {
  decided: { indicator: 'determinations-decided-by-conclusion' },
  bySituation: { indicator: 'determinations-recognised-by-situation' },
  byPlace: { indicator: 'determinations-recognised-by-place' },
  diseases: { indicator: 'new-occupational-diseases-by-category', rowsFollowCatalogue: true },
  pneumoconiosis: { indicator: 'new-pneumoconiosis-by-stage' },
  suspected: { indicator: 'suspected-occupational-diseases-by-category', rowsFollowCatalogue: true },
  accidents: { indicator: 'accidents-by-report-group' },
  byGrade: { indicator: 'accidents-by-grade' },
  larger: { indicator: 'larger-accidents' },
};

/** All figures of the briefing, this year's and last year's, as of one moment of the dataset. */
export async function readFigures(pool: pg.Pool, year: number): Promise<BriefingFigures> {
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const figures = await comparedFigures(client, year);
    await client.query('COMMIT');
    failed = false;
    return figures;
  } finally {
    // A connection that failed inside the transaction is not given back.
    client.release(failed);
  }
}

async function comparedFigures(client: pg.PoolClient, year: number): Promise<BriefingFigures> {
  const read: [string, ComparedFigure][] = [];
  for (const [name, { indicator, rowsFollowCatalogue = false }] of Object.entries(WANTED)) {
    const [now, before] = [await figure(client, indicator, year), await figure(client, indicator, year - 1)];
    read.push([name, compareFigures(now, before, { rowsFollowCatalogue })]);
  }
  return Object.fromEntries(read) as BriefingFigures;
}
