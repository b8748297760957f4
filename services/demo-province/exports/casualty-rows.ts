import { codeName } from '../../../schemas/code-lists/code-list.js';
import { dayOf, yearOf } from '../calendar.js';
import type { Casualty, CasualtyState } from '../casualties.js';
import { nameOn } from '../employers.js';
import { divisionOn } from '../places.js';
import { momentCell, type Cells } from './cell.js';
import { FIRST, type ExportRow } from './export-row.js';
import type { CasualtyStatement } from './statement.js';
import { workerCells } from './worker-cells.js';

/** A casualty as it stands in the department's system at one change time. */
export function casualtyRow(
  casualty: Casualty,
  state: CasualtyState,
  more: Pick<ExportRow, 'kind'> & { cells?: Cells; previous?: CasualtyState },
): ExportRow {
  const { accident, person, employer } = casualty;
  return {
    ...FIRST,
    cells: { ...cellsOf(casualty, state), ...more.cells },
    recordId: casualty.number,
    kind: more.kind,
    basis: state.changedAt,
    statement: statementOf(casualty, state),
    previous: more.previous ? statementOf(casualty, more.previous) : null,
    person,
    dirt: casualty.identified ? [] : ['workerNumberMissing'],
    personEmployer: employer?.household ?? false,
    world: {
      event: casualty.event,
      person: person.index,
      employer: employer?.index ?? null,
      accident: accident.index,
      story: accident.event,
    },
  };
}

function statementOf({ accident, identified }: Casualty, { harm }: CasualtyState): CasualtyStatement {
  return { feed: 'accident-casualty', year: yearOf(accident.occurredAt), harm, identified };
}

function cellsOf(casualty: Casualty, state: CasualtyState): Cells {
  const { accident, person, employer } = casualty;
  const day = dayOf(accident.occurredAt);
  return {
    casualtyNumber: casualty.number,
    accidentNumber: accident.number,
    ...workerCells(person, casualty.identified, {
      certificateType: person.certificateType,
      sex: codeName('sex', person.sex) ?? null,
    }),
    occurredAt: momentCell(accident.occurredAt),
    division: accident.division,
    employerName: employer && nameOn(employer, day, 'accident-casualty'),
    employerUscc: employer?.uscc ?? null,
    employerDivision: employer && divisionOn(employer.division, day),
    employerIndustry: employer?.industry.code ?? null,
    occupation: casualty.occupation,
    harmGrade: codeName('harm-grade', state.harm) ?? null,
    lostWorkdays: state.lostWorkdays === null ? null : { number: state.lostWorkdays },
    diedAt: momentCell(state.diedAt),
    hospital: casualty.hospital,
    changedAt: momentCell(state.changedAt),
  };
}
