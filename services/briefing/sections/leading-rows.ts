import { UNSTATED } from '../../dataset/figures/figure-table.js';
import { totalOf, type ComparedFigure } from '../compared-figure.js';
import { ranking } from '../sentences/ranking.js';

/**
 * The rows that count most, with their shares of all; records without a code are no row among others and are named at
 * the end: `制造业9例（占22.0%）、建筑业8例（占19.5%）；另有11例未填报`. Empty when nothing is counted in a row.
 */
export function leadingRows(
  figure: ComparedFigure,
  unit: string,
  options: { measure?: string; short?: (label: string) => string } = {},
): string {
  const { measure = 'cases', short = (label) => label } = options;
  const total = totalOf(figure, measure).now;
  const stated = figure.rows.filter(({ key }) => key !== UNSTATED);
  const rows = stated.map(({ label, now }) => ({ label: short(label), value: now[measure] ?? 0 }));
  const unstated = total - rows.reduce((sum, { value }) => sum + value, 0);
  if (total === unstated) return '';
  return `${ranking(rows, unit, total)}${unstated > 0 ? `；另有${unstated}${unit}未填报` : ''}`;
}
