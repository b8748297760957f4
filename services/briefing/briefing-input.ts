import { indicator } from '../../schemas/indicators/indicator.js';
import { chineseMinute } from './sentences/chinese-date.js';
import type { ComparedFigure } from './compared-figure.js';

/** Rows that a department's intake took in, over all its feeds; `label` is the department's Chinese name. */
export type DepartmentIntake = {
  readonly label: string;
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
};

/** Everything that a briefing is made of; the same input gives the same document, byte for byte. */
export type BriefingInput = {
  /** Calendar year that is reported on. */
  readonly year: number;
  /** True for made-up data. */
  readonly sample: boolean;
  /** 数据截止时间, epoch ms. */
  readonly asOf: number;
  /** SHA-256 of the dataset, hex. */
  readonly datasetDigest: string;
  readonly departments: readonly DepartmentIntake[];
  readonly figures: BriefingFigures;
};

export type BriefingFigures = {
  readonly decided: ComparedFigure;
  readonly bySituation: ComparedFigure;
  readonly byPlace: ComparedFigure;
  readonly diseases: ComparedFigure;
  readonly pneumoconiosis: ComparedFigure;
  readonly suspected: ComparedFigure;
  readonly accidents: ComparedFigure;
  readonly byGrade: ComparedFigure;
  readonly larger: ComparedFigure;
};

/** Under every table: who reported, and up to when. */
export function sourceLine(input: Pick<BriefingInput, 'asOf'>, figure: ComparedFigure): string {
  const departments = indicator(figure.table.indicator.id).departments.map(({ label }) => label);
  return `数据来源：${departments.join('、')}；数据截止时间：${chineseMinute(input.asOf)}。`;
}
