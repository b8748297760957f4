import { codeList, type CodeEntry } from '../../../schemas/code-lists/code-list.js';

/** A code counts in a row of a figure while it is valid: `from` and `to` inclusive, open where infinite. */
export type ClassifiedCode = {
  readonly code: string;
  readonly row: string;
  readonly from: string;
  readonly to: string;
};

/** The same, as the four parallel arrays that `unnest` takes. */
type ClassificationArrays = [codes: string[], rows: string[], from: string[], to: string[]];

/** Classifies the entries of a code list; an entry for which `rowOf` gives null counts as not stated. */
export function classify(listId: string, rowOf: (entry: CodeEntry) => string | null): ClassifiedCode[] {
  return codeList(listId).entries.flatMap((entry) => {
    const row = rowOf(entry);
    if (row === null) return [];
    return [{ code: entry.code, row, from: entry.validFrom ?? '-infinity', to: entry.validTo ?? 'infinity' }];
  });
}

export function classificationArrays(codes: readonly ClassifiedCode[]): ClassificationArrays {
  return [
    codes.map(({ code }) => code),
    codes.map(({ row }) => row),
    codes.map(({ from }) => from),
    codes.map(({ to }) => to),
  ];
}
