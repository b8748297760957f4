import type { Casualty } from './casualties.js';
import { certificateNumber, diagnosis, type Card, type DiseaseWorld } from './diseases.js';
import { DISEASES } from './disease-mix.js';
import type { Case } from './determination-case.js';
import type { Applicant } from './determination-course.js';
import type { CaseWish } from './determinations.js';
import type { Random } from './random.js';

/**
 * Workers hurt in an accident: most of those of a works accident become cases, of a road accident few (most of its dead
 * were nobody's employees on duty). The file names the accident in seven of ten.
 */
export function wishesOfCasualties(random: Random, casualties: readonly Casualty[]): CaseWish[] {
  const seen = new Set<string>();
  return casualties.flatMap((casualty) => {
    const { accident, employer, identified, event } = casualty;
    // Listed twice, a casualty is still one person.
    if (seen.has(event)) return [];
    seen.add(event);
    const onRoad = accident.reportGroup === '11';
    if (employer === null || !random.chance(onRoad ? 0.2 : 0.85)) return [];
    return {
      situation: onRoad && random.chance(0.7) ? '14-5' : '14-1',
      outcome: 'RECOGNIZED' as const,
      anchor: { eventOn: accident.occurredAt.slice(0, 10) },
      // Where only a name was known at the scene, the bureau was told of no accident number either.
      casualty: { of: casualty, cited: random.chance(0.7) && identified },
    };
  });
}

/** How a diagnosis comes to the bureau: mostly in time, else within the year that a worker has, after it, or never. */
type Filing = { readonly share: number; readonly toApply: readonly [number, number] | null; readonly by: Applicant };

const FILINGS: readonly Filing[] = [
  { share: 70, toApply: [2, 29], by: 'EMPLOYER' },
  { share: 11, toApply: [32, 340], by: 'WORKER' },
  { share: 3, toApply: [370, 600], by: 'WORKER' },
  { share: 16, toApply: null, by: 'WORKER' },
];
/** Of the applications: refused at the door (不予受理), which leaves the diagnosis unfiled. */
const NOT_ACCEPTED = 0.02;
/** Of the files: the certificate was copied wrongly. */
const MISCOPIED = 0.12;

/** Applications on the ground of a diagnosis; now and then one comes with a certificate that no card has. */
export function wishesOfDiagnoses(random: Random, cards: readonly Card[], years: readonly number[]): CaseWish[] {
  const seen = new Set<string>();
  return cards.flatMap((card) => {
    // A card that came twice is one diagnosis.
    if (card.kind !== 'DIAGNOSED' || seen.has(card.event) || !years.includes(Number(card.diagnosedOn?.slice(0, 4)))) {
      return [];
    }
    seen.add(card.event);
    const filing = random.weighted(FILINGS, ({ share }) => share);
    if (filing.toApply === null) return [];
    const refused = random.chance(NOT_ACCEPTED);
    return {
      ...wishOf(card, `disease-${card.story}`, !random.chance(MISCOPIED)),
      outcome: refused ? ('NOT_ACCEPTED' as const) : ('RECOGNIZED' as const),
      applicant: filing.by,
      toApply: random.int(...filing.toApply),
    };
  });
}

/** Diseases that the bureau heard of and the health commission did not. */
export function wishesOfUnreported(random: Random, year: number, scale: number, world: DiseaseWorld): CaseWish[] {
  if (!random.chance(Math.min(1, scale * 10))) return [];
  const card = diagnosis(random, { story: year, year, disease: random.pick(DISEASES) }, world);
  const certificate = certificateNumber(random, card.diagnosedOn ?? card.reportedOn, 'WB');
  return [wishOf({ ...card, certificate }, `unreported-disease-${year}`, true)];
}

function wishOf(card: Card, story: string, certificateRight: boolean): CaseWish {
  return {
    situation: '14-4',
    outcome: 'RECOGNIZED',
    anchor: { eventOn: card.diagnosedOn ?? card.reportedOn },
    card: { ...card, story, certificateRight },
  };
}

/** Decisions of the years so far, by `year/situation`. */
export function countDecided(counts: Map<string, number>, cases: readonly Case[]): void {
  for (const { course, situation } of cases) {
    if (course.decidedOn === null) continue;
    const key = `${course.decidedOn.slice(0, 4)}/${situation}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
