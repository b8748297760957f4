import type { SourceColumn } from '../../../connectors/connector.js';
import { codeList } from '../../../schemas/code-lists/code-list.js';

/** What may stand in a column, one below the other, and what each choice means. */
export type ColumnChoices = {
  readonly title: string;
  readonly choices: readonly { readonly text: string; readonly meaning: string }[];
};

/**
 * The code list of a column as it is in force on a day; null where the column takes anything. Codes are offered where
 * the column's example is a code (14-1, 3421), else names; a name that two codes share would say nothing.
 */
export function columnChoices({ codeList: id, example, reading }: SourceColumn, on: string): ColumnChoices | null {
  if (reading === 'yes-no') return { title: '是否', choices: [plain('是'), plain('否')] };
  if (id === undefined) return null;
  const { label, entries } = codeList(id);
  const inForce = entries.filter(
    ({ validFrom = '', validTo }) => validFrom <= on && (validTo === undefined || on <= validTo),
  );
  const byCode = entries.some(({ code }) => code === example);
  const times = new Map<string, number>();
  for (const { name } of inForce) times.set(name, (times.get(name) ?? 0) + 1);
  const textOf = (code: string, name: string) => (byCode || times.get(name) !== 1 ? code : name);
  const choices = inForce.map(({ code, name }) => {
    const text = textOf(code, name);
    return { text, meaning: text === code ? name : code };
  });
  return { title: byCode ? `${label}（代码）` : label, choices };
}

const plain = (text: string) => ({ text, meaning: '' });
