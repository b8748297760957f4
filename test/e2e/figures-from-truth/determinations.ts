import type { CaseStatement } from '../../../services/demo-province/exports/statement.js';
import { daysBetween, yearOf } from './days.js';
import { UNSTATED, type Count } from './figures.js';
import { keyIndustriesOf, sectionOf } from './roll-up.js';
import type { StandingRecords } from './standing-records.js';

type Decided = CaseStatement & { readonly decidedOn: string };

/** Days that the agency has from acceptance (Regulation Art. 20), those of a halt not counted. */
const DAYS_TO_DECIDE = 60;

/** Accidents only: no disease (14-4), sudden illness (15-1) or old wound (15-3). */
const BY_ACCIDENT = ['14-1', '14-2', '14-3', '14-5', '14-6', '14-7', '15-2'];

/** Decisions that stand: a revoked one has left the counts. */
export function determinations(records: StandingRecords): Count[] {
  const standing = records('injury-determination')
    .map(({ says }) => says)
    .filter((one): one is Decided => one.decidedOn !== null && one.status !== 'REVOKED');
  return standing.flatMap((one) => [
    ...(isDecision(one) ? [conclusionOf(one), onTime(one)] : []),
    ...(isRecognised(one) ? [...recognitions(one), ...injuries(one)] : []),
  ]);
}

/** Recognised or deemed. */
export function isRecognised({ conclusion, status }: CaseStatement): boolean {
  return (conclusion === 'RECOGNIZED' || conclusion === 'DEEMED') && status !== 'REVOKED';
}

/** What was withdrawn or ended (终止) was not decided on. */
function isDecision(one: Decided): boolean {
  return isRecognised(one) || one.conclusion === 'NOT_RECOGNIZED';
}

function conclusionOf({ decidedOn, conclusion }: Decided): Count {
  return {
    indicator: 'determinations-decided-by-conclusion',
    year: yearOf(decidedOn),
    keys: [conclusion ?? UNSTATED],
    measures: { cases: 1 },
  };
}

function onTime({ decidedOn, acceptedOn, suspendedOn, resumedOn, prefecture }: Decided): Count {
  const halted = suspendedOn === null ? 0 : Math.max(0, daysBetween(suspendedOn, resumedOn ?? decidedOn));
  const taken = acceptedOn === null ? null : daysBetween(acceptedOn, decidedOn) - halted;
  return {
    indicator: 'determinations-on-time-by-place',
    year: yearOf(decidedOn),
    keys: [prefecture],
    measures: {
      decided: 1,
      assessable: taken === null ? 0 : 1,
      ontime: taken !== null && taken <= DAYS_TO_DECIDE ? 1 : 0,
    },
  };
}

function recognitions({ decidedOn, situation, prefecture, industry }: Decided): Count[] {
  const rows = {
    'determinations-recognised-by-situation': /^1[45]-/.test(situation ?? '') ? (situation ?? UNSTATED) : UNSTATED,
    'determinations-recognised-by-place': prefecture,
    'determinations-recognised-by-industry-section': sectionOf(industry),
    'determinations-recognised-by-month': decidedOn.slice(5, 7),
  };
  return Object.entries(rows).map(([indicator, key]) => ({
    ...{ indicator, year: yearOf(decidedOn), keys: [key] },
    measures: { cases: 1 },
  }));
}

/** By the year of the accident, whenever it was decided. */
function injuries({ injuredOn, situation, industry }: Decided): Count[] {
  if (injuredOn === null || !BY_ACCIDENT.includes(situation ?? '')) return [];
  const keys = keyIndustriesOf(industry, injuredOn);
  return [{ indicator: 'accident-injuries-by-key-industry', year: yearOf(injuredOn), keys, measures: { cases: 1 } }];
}
