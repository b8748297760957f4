import { codeEntry, codeName } from '../../../schemas/code-lists/code-list.js';
import { yearOf } from '../calendar.js';
import { diseaseCode, type Card } from '../diseases.js';
import { nameOn } from '../employers.js';
import { divisionOn } from '../places.js';
import { dayCell, type Cells } from './cell.js';
import { FIRST, type ExportRow } from './export-row.js';
import type { DiseaseStatement, Statement } from './statement.js';
import { workerCells } from './worker-cells.js';

/** One report card as the health commission's system exports it. */
export function cardRow(
  card: Card,
  more: Pick<ExportRow, 'kind' | 'basis'> & { cells?: Cells; previous?: Statement },
): ExportRow {
  const code = diseaseCode(card.disease.name, card.diagnosedOn ?? card.reportedOn);
  return {
    ...FIRST,
    cells: { ...cellsOf(card, code), ...more.cells },
    recordId: card.number,
    kind: more.kind,
    previous: more.previous ?? null,
    person: card.person,
    dirt: card.identified ? [] : ['workerNumberMissing'],
    personEmployer: card.employer.household,
    basis: more.basis,
    statement: statementOf(card, code),
    world: {
      event: card.event,
      person: card.person.index,
      employer: card.employer.index,
      accident: null,
      story: `disease-${card.story}`,
    },
  };
}

function statementOf(card: Card, code: string): DiseaseStatement {
  const { kind, stage, exposureMonths, diagnosedOn, reportedOn, certificate, priorCertificate, identified } = card;
  return {
    feed: 'occupational-disease',
    year: yearOf(diagnosedOn ?? reportedOn),
    reportKind: kind,
    category: codeEntry('occupational-disease', code, diagnosedOn ?? reportedOn)?.parent ?? '',
    pneumoconiosis: card.disease.pneumoconiosis,
    ...{ stage, exposureMonths, diagnosedOn, reportedOn },
    industry: card.employer.industry.code,
    division: divisionOn(card.employer.division, reportedOn),
    ...{ certificate, priorCertificate, identified },
  };
}

function cellsOf(card: Card, code: string): Cells {
  const { person, employer } = card;
  return {
    reportCardNumber: card.number,
    reportKind: codeName('disease-report-kind', card.kind) ?? null,
    certificateNumber: card.certificate,
    priorCertificateNumber: card.priorCertificate,
    ...workerCells(person, card.identified, { certificateType: person.certificateType, sex: person.sex }),
    employerName: nameOn(employer, card.reportedOn, 'occupational-disease'),
    employerUscc: employer.uscc,
    employerIndustry: employer.industry.code,
    division: divisionOn(employer.division, card.reportedOn),
    employerSize: codeName('employer-size', employer.size) ?? null,
    economicType: employer.economicType,
    occupation: card.occupation,
    hazardFactor: card.disease.hazard,
    exposureYears: String(Math.floor(card.exposureMonths / 12)),
    exposureRemainderMonths: String(card.exposureMonths % 12),
    disease: code,
    stage: card.stage === null ? null : (codeName('disease-stage', card.stage) ?? null),
    diagnosedOn: dayCell(card.diagnosedOn),
    reportedOn: dayCell(card.reportedOn),
    institution: card.institution,
    diedOn: dayCell(card.diedOn),
  };
}
