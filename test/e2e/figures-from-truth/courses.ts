import { applications, isFiled, type Application } from './applications.js';
import { yearOf } from './days.js';
import { isRecognised } from './determinations.js';
import { categoryOf, isDiagnosis, isSuspicion } from './diseases.js';
import type { Count } from './figures.js';
import type { StandingRecords } from './standing-records.js';

/** What became of diagnoses, casualties and suspicions. */
export function courses(records: StandingRecords): Count[] {
  const { ofCard, ofCasualty } = applications(records);
  return [
    ...records('occupational-disease').flatMap((card) =>
      isDiagnosis(card.says)
        ? [
            {
              indicator: 'diagnoses-course-by-category',
              year: yearOf(card.says.diagnosedOn),
              keys: [categoryOf(card.says)],
              measures: { diagnosed: 1, ...courseOf(card.says, ofCard(card)) },
            },
          ]
        : [],
    ),
    ...records('accident-casualty').map((casualty) => ({
      indicator: 'casualties-course-by-harm-grade',
      year: casualty.says.year,
      keys: [casualty.says.harm],
      measures: { persons: 1, ...courseOf(casualty.says, ofCasualty(casualty)) },
    })),
    ...suspicions(records),
  ];
}

/** Of whom nobody knows who it is, nobody can say that nothing was filed. */
function courseOf({ identified }: { identified: boolean }, found: readonly Application[]) {
  const filed = found.filter(isFiled);
  return {
    traceable: numberOf(identified || filed.length > 0),
    filed: numberOf(filed.length > 0),
    recognised: numberOf(filed.some(({ says }) => isRecognised(says))),
  };
}

function suspicions(records: StandingRecords): Count[] {
  const { forDisease } = applications(records);
  const diagnoses = records('occupational-disease').flatMap(({ person, says }) =>
    says.identified && isDiagnosis(says) ? [{ person, says, category: categoryOf(says) }] : [],
  );
  return records('occupational-disease')
    .filter(({ says }) => isSuspicion(says))
    .map(({ person, says }) => {
      const category = categoryOf(says);
      const diagnosed =
        says.identified &&
        diagnoses.some(
          (one) => one.person === person && one.category === category && one.says.diagnosedOn >= says.reportedOn,
        );
      const recognised = diagnosed && forDisease(person).some((one) => isRecognised(one.says));
      return {
        indicator: 'suspected-diseases-course',
        year: yearOf(says.reportedOn),
        keys: [category],
        measures: {
          suspected: 1,
          traceable: numberOf(says.identified),
          diagnosed: numberOf(diagnosed),
          recognised: numberOf(recognised),
        },
      };
    });
}

const numberOf = (is: boolean): number => (is ? 1 : 0);
