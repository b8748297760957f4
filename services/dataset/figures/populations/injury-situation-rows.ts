import { codeList, type CodeEntry } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import type { PopulationRow } from '../population.js';

const ARTICLES: Readonly<Record<string, string>> = { '14': '第十四条', '15': '第十五条' };
const ITEMS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** Only situations of Art. 14 and 15 lead to recognition; one of Art. 16 on a recognised case is not stated properly. */
const leadsToRecognition = ({ attributes }: CodeEntry) => attributes?.['conclusion'] !== 'NOT_RECOGNIZED';

export const situationClassification = () =>
  classify('injury-situation', (entry) => (leadsToRecognition(entry) ? entry.code : null));

export function situationRows(): readonly PopulationRow[] {
  return codeList('injury-situation')
    .entries.filter(leadsToRecognition)
    .map(({ code, name }) => ({ key: code, label: `${citation(code)}\u3000${name}` }));
}

/** `14-6` as 第十四条第（六）项 of 《工伤保险条例》. */
function citation(code: string): string {
  const [article = '', item = ''] = code.split('-');
  return `${ARTICLES[article] ?? article}第（${ITEMS[Number(item)] ?? item}）项`;
}
