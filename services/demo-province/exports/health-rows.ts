import { codeEntry, codeName } from '../../../schemas/code-lists/code-list.js';
import { yearOf } from '../calendar.js';
import { diseaseCode, type Card } from '../diseases.js';
import { dayCell, type Cells } from './cell.js';
import type { ExportRow } from './export-row.js';

/** One report card as the health commission's system exports it. */
export function cardRow(card: Card, more: Pick<ExportRow, 'kind' | 'basis'> & { cells?: Cells }): ExportRow {
  const code = diseaseCode(card.disease.name, card.diagnosedOn ?? card.reportedOn);
  return {
    cells: { ...cellsOf(card, code), ...more.cells },
    recordId: card.number,
    kind: more.kind,
    fault: null,
    operation: 'ASSERT',
    basis: more.basis,
    statement: {
      feed: 'occupational-disease',
      year: yearOf(card.diagnosedOn ?? card.reportedOn),
      reportKind: card.kind,
      category: codeEntry('occupational-disease', code, card.diagnosedOn ?? card.reportedOn)?.parent ?? '',
    },
    world: { person: card.person.index, employer: card.employer.index, accident: null, story: `disease-${card.story}` },
  };
}

function cellsOf(card: Card, code: string): Cells {
  const { person, employer } = card;
  return {
    reportCardNumber: card.number,
    reportKind: codeName('disease-report-kind', card.kind) ?? null,
    certificateNumber: card.certificate,
    priorCertificateNumber: card.priorCertificate,
    workerName: person.name,
    workerCertificateType: person.certificateType,
    workerCertificateNumber: person.certificateNumber,
    workerSex: person.sex,
    workerBirthDate: dayCell(person.birthDate),
    workerTelephone: person.telephone,
    employerName: employer.name,
    employerUscc: employer.uscc,
    employerIndustry: employer.industry.code,
    division: employer.division,
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
