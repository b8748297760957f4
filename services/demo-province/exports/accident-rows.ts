import { codeName } from '../../../schemas/code-lists/code-list.js';
import type { Accident } from '../accidents.js';
import { gradeOf, type Toll } from '../accident-tolls.js';
import { yearOf, type Moment } from '../calendar.js';
import { momentCell, type Cells } from './cell.js';
import type { ExportRow } from './export-row.js';

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
  more: Pick<ExportRow, 'kind'> & { cells?: Cells },
): ExportRow {
  const grade = gradeOf(state.toll);
  return {
    cells: { ...cellsOf(accident, state, grade), ...more.cells },
    recordId: accident.number,
    kind: more.kind,
    fault: null,
    operation: 'ASSERT',
    basis: state.changedAt,
    statement: {
      feed: 'work-safety-accident',
      year: yearOf(accident.occurredAt),
      reportGroup: accident.reportGroup,
      grade,
      deaths: state.toll.deaths,
    },
    world: {
      person: null,
      employer: accident.employer?.index ?? null,
      accident: accident.index,
      story: `accident-${accident.index}`,
    },
  };
}

function cellsOf(accident: Accident, state: AccidentState, grade: string): Cells {
  const { employer } = accident;
  return {
    accidentNumber: accident.number,
    reportStage: codeName('accident-report-stage', state.stage) ?? null,
    occurredAt: momentCell(accident.occurredAt),
    reportedAt: momentCell(accident.reportedAt),
    division: accident.division,
    employerName: employer?.name ?? null,
    employerUscc: employer?.uscc ?? null,
    employerDivision: employer?.division ?? null,
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
