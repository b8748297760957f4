import { codeName } from '../../../schemas/code-lists/code-list.js';
import type { Accident } from '../accidents.js';
import { gradeOf, type Toll } from '../accident-tolls.js';
import { dayOf, yearOf, type Moment } from '../calendar.js';
import { nameOn } from '../employers.js';
import { divisionOn } from '../places.js';
import { momentCell, type Cells } from './cell.js';
import { FIRST, type ExportRow } from './export-row.js';
import type { AccidentStatement } from './statement.js';

/** An accident as it stands in the department's system at one change time. */
export type AccidentState = {
  readonly stage: 'INITIAL' | 'FOLLOW_UP' | 'FINAL';
  readonly changedAt: Moment;
  readonly toll: Toll;
  readonly summary: string;
};

export function accidentRow(
  accident: Accident,
  state: AccidentState,
  more: Pick<ExportRow, 'kind'> & { cells?: Cells; previous?: AccidentState },
): ExportRow {
  const grade = gradeOf(state.toll);
  return {
    ...FIRST,
    cells: { ...cellsOf(accident, state, grade), ...more.cells },
    recordId: accident.number,
    kind: more.kind,
    basis: state.changedAt,
    statement: statementOf(accident, state.toll),
    previous: more.previous ? statementOf(accident, more.previous.toll) : null,
    person: null,
    personEmployer: accident.employer?.household ?? false,
    world: {
      event: accident.event,
      person: null,
      employer: accident.employer?.index ?? null,
      accident: accident.index,
      story: accident.event,
    },
  };
}

function statementOf(accident: Accident, toll: Toll): AccidentStatement {
  return {
    feed: 'work-safety-accident',
    year: yearOf(accident.occurredAt),
    reportGroup: accident.reportGroup,
    accidentType: accident.accidentType,
    grade: gradeOf(toll),
    deaths: toll.deaths,
  };
}

function cellsOf(accident: Accident, state: AccidentState, grade: string): Cells {
  const { employer } = accident;
  const day = dayOf(accident.occurredAt);
  return {
    accidentNumber: accident.number,
    reportStage: codeName('accident-report-stage', state.stage) ?? null,
    occurredAt: momentCell(accident.occurredAt),
    reportedAt: momentCell(accident.reportedAt),
    division: accident.division,
    employerName: employer && nameOn(employer, day, 'work-safety-accident'),
    employerUscc: employer?.uscc ?? null,
    employerDivision: employer && divisionOn(employer.division, day),
    employerIndustry: employer?.industry.code ?? null,
    reportGroup: codeName('accident-report-group', accident.reportGroup) ?? null,
    accidentType: accident.accidentType,
    deaths: String(state.toll.deaths),
    missing: String(state.toll.missing),
    seriousInjuries: String(state.toll.seriousInjuries),
    minorInjuries: String(state.toll.minorInjuries),
    directLossWan: state.toll.lossWan,
    grade: codeName('accident-grade', grade) ?? null,
    summary: state.summary,
    changedAt: momentCell(state.changedAt),
  };
}
