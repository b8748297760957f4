import { codeName } from '../../../schemas/code-lists/code-list.js';
import { dayOf, yearOf, type Day, type Moment } from '../calendar.js';
import { standingOn } from '../determination-course.js';
import type { Case } from '../determination-case.js';
import { nameOn } from '../employers.js';
import { divisionOn } from '../places.js';
import { dayCell, momentCell, yesNo, type Cells } from './cell.js';
import { FIRST, type ExportRow } from './export-row.js';
import type { CaseStatement, Statement } from './statement.js';
import { workerCells } from './worker-cells.js';

/** One version of a case in the bureau's system: what was known at the end of a day. */
export type CaseVersion = {
  readonly knownOn: Day;
  /** 数据版本号; rises with every change of the record. */
  readonly sequence: number;
  readonly recordedAt: Moment;
  /** The decision was revoked, to be made anew: the record stays, its status says so. */
  readonly revoked?: boolean;
};

export function caseRow(
  one: Case,
  version: CaseVersion,
  more: Pick<ExportRow, 'kind'> & { cells?: Cells; previous?: Statement | null },
): ExportRow {
  return {
    ...FIRST,
    cells: {
      ...partiesOf(one),
      ...employersOf(one, version),
      ...injuryOf(one),
      ...procedureOf(one, version),
      ...more.cells,
    },
    recordId: one.number,
    kind: more.kind,
    basis: sequenceBasis(version.sequence),
    statement: caseStatement(one, version),
    previous: more.previous ?? null,
    person: one.person,
    dirt: one.identified ? [] : ['workerNumberMissing'],
    personEmployer: one.employer.household,
    world: {
      event: one.event,
      person: one.person.index,
      employer: one.employer.index,
      accident: one.casualty?.accident.index ?? null,
      story: one.story,
    },
  };
}

/** What one version says. */
export function caseStatement(one: Case, version: Pick<CaseVersion, 'knownOn' | 'revoked'>): CaseStatement {
  const course = knownCourse(one, version.knownOn);
  const decided = course.decidedOn !== null;
  const positive = one.outcome === 'RECOGNIZED' || one.outcome === 'DEEMED';
  return {
    feed: 'injury-determination',
    year: yearOf(periodOf(one, version.knownOn)),
    prefecture: one.prefecture.unit,
    industry: one.employer.industry.code,
    situation: situationKnown(one, decided),
    counted: decided && positive && version.revoked !== true,
    status: statusOf(one, version),
    conclusion: decided ? one.outcome : null,
    injuredOn: one.accidentAt === null ? null : dayOf(one.accidentAt),
    ...course,
    certificate: one.certificate,
    identified: one.identified,
  };
}

/** What of the course had happened by the end of a day. */
function knownCourse({ course }: Case, knownOn: Day) {
  const known = (day: Day | null) => (day !== null && day <= knownOn ? day : null);
  return {
    appliedOn: course.appliedOn,
    acceptedOn: known(course.acceptedOn),
    suspendedOn: known(course.suspendedOn),
    resumedOn: known(course.resumedOn),
    decidedOn: known(course.decidedOn),
  };
}

/** Of a disease the application says so; else the decision names the situation. */
function situationKnown({ situation }: Case, decided: boolean): string | null {
  return !decided && situation !== '14-4' ? null : situation;
}

/** The last of application, acceptance and decision. */
function periodOf({ course }: Case, knownOn: Day): Day {
  const { decidedOn, acceptedOn, appliedOn } = course;
  if (decidedOn !== null && decidedOn <= knownOn) return decidedOn;
  return acceptedOn !== null && acceptedOn <= knownOn ? acceptedOn : appliedOn;
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
  const { person } = one;
  const written = {
    certificateType: codeName('certificate-type', person.certificateType) ?? null,
    sex: codeName('sex', person.sex) ?? null,
  };
  // Some offices type the last X in lower case; it is the same number.
  const typed = one.index % 7 === 0 ? { ...person, certificateNumber: person.certificateNumber.toLowerCase() } : person;
  return {
    applicationNumber: one.number,
    insuranceDivision: one.prefecture.unit,
    accidentDivision: one.accidentDivision,
    ...workerCells(typed, one.identified, written),
    occupation: one.occupation,
    applicant: codeName('determination-applicant', one.applicant) ?? null,
  };
}

function employersOf(one: Case, version: CaseVersion): Cells {
  const { employer, host } = one;
  const { appliedOn } = one.course;
  return {
    employerName: nameOn(employer, appliedOn, 'injury-determination'),
    employerUscc: employer.uscc,
    employerDivision: divisionOn(employer.division, periodOf(one, version.knownOn)),
    employerIndustry: employer.industry.code,
    hostEmployerName: host && nameOn(host, appliedOn, 'injury-determination'),
    hostEmployerUscc: host?.uscc ?? null,
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
  const { appliedOn, acceptedOn, suspendedOn, resumedOn, decidedOn } = knownCourse(one, version.knownOn);
  const { extensionApproved, deliveredOn } = one.course;
  return {
    decisionNumber: decidedOn === null ? null : one.decisionNumber,
    appliedOn: dayCell(appliedOn),
    extensionApproved: one.applicant === 'EMPLOYER' ? yesNo(extensionApproved) : null,
    acceptedOn: dayCell(acceptedOn),
    suspendedOn: dayCell(suspendedOn),
    resumedOn: dayCell(resumedOn),
    decidedOn: dayCell(decidedOn),
    deliveredOn: dayCell(deliveredOn !== null && deliveredOn <= version.knownOn ? deliveredOn : null),
    status: codeName('determination-status', statusOf(one, version)) ?? null,
    conclusion: decidedOn === null ? null : (codeName('determination-conclusion', one.outcome) ?? null),
    situation: situationKnown(one, decidedOn !== null),
    sequence: String(version.sequence),
    recordedAt: momentCell(version.recordedAt),
  };
}
