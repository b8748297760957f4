import { codeList, type CodeEntry } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';

/** Diseases that are pneumoconiosis, with the days on which their code means it. */
export const pneumoconiosisClassification = () =>
  classify('occupational-disease', ({ attributes }) =>
    attributes?.['pneumoconiosis'] === true ? 'pneumoconiosis' : null,
  );

/** GBZ 70-2015: 壹期, 贰期, 叁期. */
export function pneumoconiosisStages(): readonly CodeEntry[] {
  return codeList('disease-stage').entries.filter(({ code }) => /^P\d$/.test(code));
}
