import { codeName } from '../../../schemas/code-lists/code-list.js';
import type { Enrolment } from '../enrolments.js';
import { nameOn } from '../employers.js';
import { divisionOn } from '../places.js';
import { dayCell, type Cells } from './cell.js';
import { FIRST, type ExportRow } from './export-row.js';
import type { EnrolmentStatement } from './statement.js';

/** An employer's year of insurance as its agency exports it. */
export function enrolmentRow(
  enrolment: Enrolment,
  more: Pick<ExportRow, 'kind' | 'basis'> & { cells?: Cells; previous?: Enrolment },
): ExportRow {
  const { employer, number } = enrolment;
  return {
    ...FIRST,
    cells: { ...cellsOf(enrolment), ...more.cells },
    recordId: number,
    kind: more.kind,
    basis: more.basis,
    statement: statementOf(enrolment),
    previous: more.previous ? statementOf(more.previous) : null,
    person: null,
    personEmployer: employer.household,
    world: {
      event: number,
      person: null,
      employer: employer.index,
      accident: null,
      story: `employer-${employer.index}`,
    },
  };
}

function statementOf(enrolment: Enrolment): EnrolmentStatement {
  const { employer, year, riskClass, opening, closing, payrollYuan, premiumFen } = enrolment;
  return {
    feed: 'employer-enrolment',
    year,
    prefecture: employer.prefecture.unit,
    industry: employer.industry.code,
    riskClass,
    opening,
    closing,
    payrollFen: payrollYuan * 100,
    premiumFen,
  };
}

function cellsOf(enrolment: Enrolment): Cells {
  const { employer, year } = enrolment;
  const statedOn = `${year}-12-31`;
  return {
    enrolmentNumber: enrolment.number,
    statedOn: dayCell(statedOn),
    insuranceDivision: employer.prefecture.unit,
    employerName: nameOn(employer, statedOn, 'employer-enrolment'),
    employerUscc: employer.uscc,
    employerDivision: divisionOn(employer.division, statedOn),
    employerIndustry: employer.industry.code,
    openingHeadcount: String(enrolment.opening),
    closingHeadcount: String(enrolment.closing),
    // Whole yuan, and whole fen: both exact in 万元.
    payrollWan: (enrolment.payrollYuan / 10_000).toFixed(4),
    premiumWan: (enrolment.premiumFen / 1_000_000).toFixed(6),
    riskClass: codeName('risk-class', enrolment.riskClass) ?? null,
    floatTier: enrolment.floatTier === null ? null : String(enrolment.floatTier),
  };
}
