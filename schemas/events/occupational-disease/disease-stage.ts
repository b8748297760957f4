import { codeEntry, codeList } from '../../code-lists/code-list.js';

/**
 * Diseases that have this stage or degree, as prefixes of their codes (code list `disease-stage`): 壹/贰/叁期 of the
 * pneumoconioses (GBZ 70-2015), degrees of noise deafness (GBZ 49-2014) and of poisonings. Undefined for an unknown stage.
 */
function diseasesOfStage(stage: string): readonly string[] | undefined {
  const prefixes = codeEntry('disease-stage', stage)?.attributes?.['appliesTo'];
  return Array.isArray(prefixes) ? prefixes.map(String) : undefined;
}

/** True when the disease has such a stage; an unknown stage is the code list's fault to find, not this rule's. */
export function stageFitsDisease(stage: string, disease: string): boolean {
  return diseasesOfStage(stage)?.some((prefix) => disease.startsWith(prefix)) ?? true;
}

/** Pneumoconiosis (尘肺病): every disease that has a first stage (壹期). */
export function isPneumoconiosis(disease: string): boolean {
  return diseasesOfStage('P1')?.includes(disease) ?? false;
}

/** True when the disease is told in stages or degrees at all. */
export function hasStages(disease: string): boolean {
  return codeList('disease-stage').entries.some(({ code }) => stageFitsDisease(code, disease));
}

/** A first stage (壹期) or degree (轻度) is where a disease begins, so that nothing can have progressed to it. */
export function isFirstStage(stage: string): boolean {
  return codeEntry('disease-stage', stage)?.attributes?.['rank'] === 1;
}
