import { codeName } from '../../../schemas/code-lists/code-list.js';
import { yearOf, type Day, type Moment } from '../calendar.js';
import { standingOn } from '../determination-course.js';
import type { Case } from '../determination-case.js';
import { dayCell, momentCell, yesNo, type Cells } from './cell.js';
import type { ExportRow } from './export-row.js';

/** One version of a case in the bureau's system: what was known at the end of a day. */
export type CaseVersion = {
  readonly knownOn: Day;
  /** 数据版本号; rises with every change of the record. */
  readonly sequence: number;
  readonly recordedAt: Moment;
  /** The decision was revoked, to be made anew: the record stays, its status says so. */
  readonly revoked?: boolean;
};

export function caseRow(one: Case, version: CaseVersion, more: Pick<ExportRow, 'kind'> & { cells?: Cells }): ExportRow {
  const { course } = one;
  const decided = course.decidedOn !== null && course.decidedOn <= version.knownOn;
  const accepted = course.acceptedOn !== null && course.acceptedOn <= version.knownOn;
  const period = (decided ? course.decidedOn : accepted ? course.acceptedOn : null) ?? course.appliedOn;
  const positive = one.outcome === 'RECOGNIZED' || one.outcome === 'DEEMED';
  return {
    cells: { ...partiesOf(one), ...injuryOf(one), ...procedureOf(one, version), ...more.cells },
    recordId: one.number,
    kind: more.kind,
    fault: null,
    operation: 'ASSERT',
    basis: sequenceBasis(version.sequence),
    statement: {
      feed: 'injury-determination',
      year: yearOf(period),
      prefecture: one.prefecture.unit,
      situation: decided ? one.situation : null,
      counted: decided && positive && version.revoked !== true,
    },
    world: { person: one.person.index, employer: one.employer.index, accident: one.accident, story: one.story },
  };
}

/** Wide enough to compare as text. */
export function sequenceBasis(sequence: number): string {
  return String(sequence).padStart(6, '0');
}

/** Code of the list `determination-status` on that day. */
export function statusOf(one: Case, version: Pick<CaseVersion, 'knownOn' | 'revoked'>): string {
  if (version.revoked) return 'REVOKED';
  const standing = standingOn(one.course, version.knownOn);
  return standing === 'DELIVERED' && one.review ? one.review : standing;
}

function partiesOf(one: Case): Cells {
  const { person, employer, host } = one;
  return {
    applicationNumber: one.number,
    insuranceDivision: one.prefecture.unit,
    accidentDivision: one.accidentDivision,
    employerName: employer.name,
    employerUscc: employer.uscc,
    employerDivision: employer.division,
    employerIndustry: employer.industry.code,
    hostEmployerName: host?.name ?? null,
    hostEmployerUscc: host?.uscc ?? null,
    workerName: person.name,
    workerCertificateType: codeName('certificate-type', person.certificateType) ?? null,
    // Some offices type the last X in lower case; it is the same number.
    workerCertificateNumber:
      (one.index % 7 === 0 ? person.certificateNumber?.toLowerCase() : person.certificateNumber) ?? null,
    workerSex: codeName('sex', person.sex) ?? null,
    workerBirthDate: dayCell(person.birthDate),
    workerTelephone: person.telephone,
    occupation: one.occupation,
    applicant: codeName('determination-applicant', one.applicant) ?? null,
  };
}

function injuryOf(one: Case): Cells {
  return {
    accidentAt: momentCell(one.accidentAt),
    diagnosedOn: dayCell(one.diagnosedOn),
    diagnosisCertificate: one.certificate,
    accidentNumber: one.accidentNumber,
    accidentType: one.accidentType,
    harmGrade: one.harmGrade === null ? null : (codeName('harm-grade', one.harmGrade) ?? null),
    diedAt: momentCell(one.diedAt),
    rescueStartedAt: momentCell(one.rescueStartedAt),
    insuredOnDay: yesNo(one.insured),
    facts: one.facts,
  };
}

function procedureOf(one: Case, version: CaseVersion): Cells {
  const { course } = one;
  const known = (day: Day | null) => (day !== null && day <= version.knownOn ? day : null);
  const decidedOn = known(course.decidedOn);
  return {
    decisionNumber: decidedOn === null ? null : one.decisionNumber,
    appliedOn: dayCell(course.appliedOn),
    extensionApproved: one.applicant === 'EMPLOYER' ? yesNo(course.extensionApproved) : null,
    acceptedOn: dayCell(known(course.acceptedOn)),
    suspendedOn: dayCell(known(course.suspendedOn)),
    resumedOn: dayCell(known(course.resumedOn)),
    decidedOn: dayCell(decidedOn),
    deliveredOn: dayCell(known(course.deliveredOn)),
    status: codeName('determination-status', statusOf(one, version)) ?? null,
    conclusion: decidedOn === null ? null : (codeName('determination-conclusion', one.outcome) ?? null),
    situation: decidedOn === null ? null : one.situation,
    sequence: String(version.sequence),
    recordedAt: momentCell(version.recordedAt),
  };
}
