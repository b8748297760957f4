import { codeEntry, codeList, type CodeEntry } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import type { PopulationRow } from '../population.js';

/** Classes of GB/T 4754-2017 by section. */
export const sectionClassification = () =>
  classify('industry', (entry) => codeEntry('industry-division', divisionOf(entry))?.parent ?? null);

export const sectionRows = (): readonly PopulationRow[] =>
  codeList('industry-section').entries.map(({ code, name }) => ({ key: code, label: name }));

/** A class of four digits begins with its division. */
const divisionOf = ({ code }: CodeEntry): string => code.slice(0, 2);
