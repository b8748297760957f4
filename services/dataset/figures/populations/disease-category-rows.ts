import { codeEntry, codeList, type CodeEntry } from '../../../../schemas/code-lists/code-list.js';
import { classify, type ClassifiedCode } from '../classification.js';
import type { PopulationRow } from '../population.js';

const CATEGORIES = 'occupational-disease-category';

/**
 * Categories keep their name across the catalogues of 2013 and 2024 but not their code (其他职业病 was 10 and is 12), so
 * a row is named by the newest code of its name. A category that the newest catalogue dropped would keep its own code.
 */
export function diseaseCategoryClassification(): readonly ClassifiedCode[] {
  return classify('occupational-disease', categoryOf);
}

/** Categories in force on any day of the year. */
export function diseaseCategoryRows(year: number): readonly PopulationRow[] {
  const entries = codeList(CATEGORIES).entries.filter(
    ({ validFrom = '', validTo = '9999' }) => validFrom <= `${year}-12-31` && validTo >= `${year}-01-01`,
  );
  const labels = new Map(entries.map((entry) => [rowOfCategory(entry), entry.name]));
  return [...labels].map(([key, label]) => ({ key, label })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function categoryOf(disease: CodeEntry): string | null {
  if (disease.parent === undefined) return null;
  const category = codeEntry(CATEGORIES, disease.parent, disease.validFrom);
  return category ? rowOfCategory(category) : null;
}

function rowOfCategory({ code, name }: CodeEntry): string {
  return codeList(CATEGORIES).entries.findLast((entry) => entry.name === name)?.code ?? code;
}
