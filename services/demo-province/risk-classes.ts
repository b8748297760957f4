import { codeEntry } from '../../schemas/code-lists/code-list.js';

/** Risk class of an industry (人社部发〔2015〕71号): by division of GB/T 4754, in 59 by group. */
export function riskClassOf(industry: string): string {
  const group = codeEntry('industry-group', industry.slice(0, 3))?.attributes?.['riskClass'];
  const division = codeEntry('industry-division', industry.slice(0, 2))?.attributes?.['riskClass'];
  return String(group ?? division ?? '1');
}
