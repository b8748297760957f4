import type { GapCounts } from '../dataset/gaps/read-gaps.js';
import type { FigureTable } from '../dataset/figures/figure-table.js';
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
  readonly history: BriefingHistory;
  /** 确诊职业病未申请工伤认定 as of the day of the cut-off. */
  readonly notFiled: GapCounts;
};

/** Of the year and of the year before. */
export type BriefingFigures = {
  readonly insuredByPlace: ComparedFigure;
  readonly insuredByClass: ComparedFigure;
  readonly insuredBySection: ComparedFigure;
  readonly decided: ComparedFigure;
  readonly onTime: ComparedFigure;
  readonly bySituation: ComparedFigure;
  readonly byPlace: ComparedFigure;
  readonly bySection: ComparedFigure;
  readonly byMonth: ComparedFigure;
  readonly diseases: ComparedFigure;
  readonly diseasesBySection: ComparedFigure;
  readonly diseasesByPlace: ComparedFigure;
  readonly pneumoconiosis: ComparedFigure;
  readonly exposure: ComparedFigure;
  readonly suspected: ComparedFigure;
  readonly suspectedCourse: ComparedFigure;
  readonly accidents: ComparedFigure;
  readonly byGrade: ComparedFigure;
  readonly byType: ComparedFigure;
  readonly larger: ComparedFigure;
  readonly casualties: ComparedFigure;
  readonly casualtiesCourse: ComparedFigure;
  readonly diagnosesCourse: ComparedFigure;
};

/** A table for each year from the plan's baseline, or four years back, to the year of the briefing. */
export type BriefingHistory = {
  readonly injuries: readonly FigureTable[];
  readonly insured: readonly FigureTable[];
  readonly diseases: readonly FigureTable[];
  readonly pneumoconiosis: readonly FigureTable[];
};

/** Under every table: who reported, and up to when. */
export function sourceLine(input: Pick<BriefingInput, 'asOf'>, ...figures: readonly SourcedFigure[]): string {
  const labels = figures.flatMap(({ table }) => indicator(table.indicator.id).departments.map(({ label }) => label));
  return `数据来源：${[...new Set(labels)].join('、')}；数据截止时间：${chineseMinute(input.asOf)}。`;
}

type SourcedFigure = { readonly table: Pick<FigureTable, 'indicator'> };
