// Made by `npm run generate` from the contracts and feeds; do not edit.

/** ReplacedRecord. */
export interface ReplacedRecord {
  /** Source of the record that is replaced. */
  sourceId: string;
  /** Record that is replaced. */
  recordId: string;
}

/** What every event carries, whoever sent it (docs/decisions/0002). */
export interface EventHeader {
  /** UUIDv5 over source, event type, record, basis era, basis, revision, operation and content digest: the same statement has the same id wherever it is made. */
  eventId: string;
  /** Registered source system of a department; opaque. */
  sourceId: string;
  /** Department that owns the source. */
  department: string;
  /** Reporting unit of the source (code list reporting-unit). */
  reportingUnit: string;
  /** Natural key within source and event type; never a person's number. */
  recordId: string;
  /** Raised when a feed changes the kind of its version basis. */
  basisEra: number;
  /** sourceSequence, sourceChangedAt or exportAsOf. */
  basisKind: string;
  /** sourceSequence: the source's own number; sourceChangedAt and exportAsOf: epoch milliseconds UTC. */
  basis: number;
  /** Raised when the department's ledger is restored from a backup. */
  ledgerEpoch: number;
  /** Numbers differing contents within one basis, from 1. */
  revision: number;
  /** ASSERT or RETRACT (should never have been sent). */
  operation: string;
  /** Required to retract, asked for on correction. */
  reason: string | null;
  /** The record under its former, mistaken key. */
  replaces: ReplacedRecord | null;
  /** Reporting month YYYY-MM of the event type's period date, by Asia/Shanghai. */
  period: string;
  /** When the source recorded it, where the source says so. */
  recordedAt: number | null;
  /** When the intake ledger committed it. */
  acceptedAt: number;
  /** The submission it came with. */
  batchId: string;
  /** Row of the submission, 1 = first record; 0 = implied by the hub. */
  rowNumber: number;
  /** Gapless per source, event type and epoch. */
  ledgerSeq: number;
  /** SHA-256 (hex) of the payload's RFC 8785 JSON, nulls and defaults left out. */
  contentDigest: string;
  /** Version of the event contract that the sender mapped to. */
  contractVersion: string;
  /** Period statements: highest ledgerSeq of the stated event type in the same source and epoch when the statement was accepted; null on everything else. Not part of content digest or eventId. */
  deliveredUpTo: number | null;
}

/** A person, sealed: who it is, only the identity vault knows. */
export interface PersonRef {
  /** HMAC-SM3 under the source's key over certificate type, number and name; without a number also the recordId. */
  identityRef: string;
  /** Year of birth; null where unknown. */
  birthYear: number | null;
  /** GB/T 2261.1-2003. */
  sex: string;
}

/** An employing unit as the sending department names it. A unit that is a natural person is sealed: personRef is set, uscc and name are null. */
export interface Employer {
  /** GB 32100-2015, 18 characters; null where the sender has none. */
  uscc: string | null;
  /** Name as sent, normalised in width and spaces only. */
  name: string | null;
  /** identityRef of an employer that is a natural person. */
  personRef: string | null;
  /** GB/T 4754-2017 class, four digits. */
  industry: string | null;
  /** GB/T 2260 division of the employer's seat. */
  division: string | null;
}

/** AccidentCasualtyPayload. */
export interface AccidentCasualtyPayload {
  /** Number of the casualty in the source, e.g. the accident's number and a running number. */
  casualtyNumber: string;
  /** Number of the accident in the source. */
  accidentNumber: string;
  /** The person killed, injured or missing. */
  person: PersonRef;
  /** When the accident happened. */
  occurredAt: number;
  /** Division where the accident happened. */
  division: string;
  /** The unit that the person worked for; may differ from the unit where it happened. */
  employer: Employer;
  /** Occupation as sent. */
  occupation: string | null;
  /** Degree of harm as it counts in the accident's toll (Art. 3). */
  harmGrade: string;
  /** Lost workdays (GB/T 15499); death counts 6000. */
  lostWorkdays: number | null;
  /** When the person died, if so. */
  diedAt: number | null;
  /** Hospital that treated the person. */
  hospital: string | null;
}

/** EmployerEnrolmentPayload. */
export interface EmployerEnrolmentPayload {
  /** Number of the employer in the source and the year. */
  enrolmentNumber: string;
  /** Last day of the year that is stated. */
  statedOn: string;
  /** Division of the pooling area that insures (Art. 11). */
  insuranceDivision: string;
  /** The insured employer; its industry is the industry of record. */
  employer: Employer;
  /** Insured workers on 1 January. */
  openingHeadcount: number;
  /** Insured workers on 31 December. */
  closingHeadcount: number;
  /** Payroll of the year on which premium is paid (Art. 10). */
  payrollFen: number;
  /** Premium of the year: payroll by the employer's rate (Art. 10). */
  premiumFen: number;
  /** Risk class of the industry, 1-8 (人社部发〔2015〕71号). */
  riskClass: string;
  /** Floating tier in per cent of the base rate (人社部发〔2015〕71号); null where unknown. */
  floatTier: number | null;
}

/** InjuryDeterminationPayload. */
export interface InjuryDeterminationPayload {
  /** Number of the application in the source. */
  applicationNumber: string;
  /** Number of the written decision. */
  decisionNumber: string | null;
  /** Division of the pooling area that decides (Art. 17). */
  insuranceDivision: string;
  /** Division where the injury happened. */
  accidentDivision: string | null;
  /** The employer by labour relation. */
  employer: Employer;
  /** Where the worker was dispatched to, if dispatched. */
  hostEmployer: Employer | null;
  /** The injured worker. */
  worker: PersonRef;
  /** Occupation as sent. */
  occupation: string | null;
  /** Who applied (Art. 17). */
  applicant: string;
  /** When the injury happened; null for an occupational disease (14-4). */
  accidentAt: number | null;
  /** Date of diagnosis, for 14-4. */
  diagnosedOn: string | null;
  /** Number of the diagnosis or appraisal certificate (Art. 19); required for 14-4. */
  diagnosisCertificate: string | null;
  /** Number of the accident record in emergency management, where known. */
  accidentNumber: string | null;
  /** GB/T 6441-1986 or GB 6441-2025, scheme in front. */
  accidentType: string | null;
  /** Degree of harm. */
  harmGrade: string | null;
  /** When the worker died, if so. */
  diedAt: number | null;
  /** First medical record of rescue, for 15-1 (48 hours). */
  rescueStartedAt: number | null;
  /** Date of application. */
  appliedOn: string;
  /** The agency approved a longer time to apply (Art. 17). */
  extensionApproved: boolean;
  /** Date of acceptance. */
  acceptedOn: string | null;
  /** Clock suspended from (Art. 20). */
  suspendedOn: string | null;
  /** Clock resumed on. */
  resumedOn: string | null;
  /** Date of the decision. */
  decidedOn: string | null;
  /** Date of delivery. */
  deliveredOn: string | null;
  /** Where the application stands. REVOKED leaves the counts. */
  status: string;
  /** Conclusion of the decision. */
  conclusion: string | null;
  /** Article and item of the Regulation, e.g. 14-1. */
  situation: string | null;
  /** Whether the worker was insured at this employer on the day. */
  insuredOnDay: boolean | null;
  /** HMAC-SM3 reference to the sealed free text. */
  factsRef: string | null;
}

/** OccupationalDiseasePayload. */
export interface OccupationalDiseasePayload {
  /** Number of the report card in the source. */
  reportCardNumber: string;
  /** What is reported: suspicion, diagnosis, re-assessment, progression. */
  reportKind: string;
  /** Number of the diagnosis or appraisal certificate; required unless suspected. */
  certificateNumber: string | null;
  /** The certificate that a re-assessment or progression follows. */
  priorCertificateNumber: string | null;
  /** The worker. */
  worker: PersonRef;
  /** The employer where the hazard was met. */
  employer: Employer;
  /** Division by which the report is counted. */
  division: string;
  /** Size of the employer. */
  employerSize: string | null;
  /** Economic type of the employer. */
  economicType: string | null;
  /** Occupation as sent. */
  occupation: string | null;
  /** Hazard as named on the card. */
  hazardFactor: string | null;
  /** Time of exposure in months (years × 12 + months on the card). */
  exposureMonths: number | null;
  /** Code of the catalogue in force on the date of diagnosis. */
  disease: string;
  /** Stage (GBZ 70-2015) or degree (GBZ 49-2014; poisoning). */
  stage: string | null;
  /** Date of diagnosis; required unless suspected. */
  diagnosedOn: string | null;
  /** Date of the report. */
  reportedOn: string;
  /** Institution that diagnosed or reported. */
  institution: string | null;
  /** Date of death, if so. */
  diedOn: string | null;
}

/** PeriodStatementPayload. */
export interface PeriodStatementPayload {
  /** Event type, first and last month joined by colons: injury-determination:2024-01:2024-12. */
  statementNumber: string;
  /** The event type that is stated. */
  statedEventType: string;
  /** First reporting month, YYYY-MM. */
  periodFrom: string;
  /** Last reporting month, YYYY-MM. */
  periodTo: string;
  /** Everything delivered, or nothing occurred. */
  kind: string;
  /** Day of the statement. */
  statedOn: string;
  /** Division that the statement speaks for; null: that of the reporting unit. */
  reportingDivision: string | null;
}

/** WorkSafetyAccidentPayload. */
export interface WorkSafetyAccidentPayload {
  /** Number of the accident in the source. */
  accidentNumber: string;
  /** Initial, follow-up or final report. */
  reportStage: string;
  /** When it happened. */
  occurredAt: number;
  /** When it was reported (Art. 9: within 1 hour). */
  reportedAt: number;
  /** Division where it happened. */
  division: string;
  /** The unit where it happened. */
  employer: Employer;
  /** Row of Jilin's accident table. */
  reportGroup: string;
  /** GB/T 6441-1986 or GB 6441-2025, scheme in front. */
  accidentType: string;
  /** Dead as known at this version. */
  deaths: number;
  /** Missing. */
  missing: number;
  /** Seriously injured, acute industrial poisoning included (Art. 3). */
  seriousInjuries: number;
  /** Slightly injured. */
  minorInjuries: number;
  /** Direct economic loss in fen; null while unknown. */
  directLossFen: number | null;
  /** Grade by Decree 493 Art. 3, the worst of deaths, serious injuries and loss. */
  grade: string;
  /** HMAC-SM3 reference to the sealed free text. */
  summaryRef: string | null;
}

/** DecidedMessage. */
export interface DecidedMessage {
  /** Topic that the message came by. */
  topic: string;
  /** Event that it says it is; null when it does not say so legibly. */
  eventId: string | null;
  /** SHA-256 (hex) of its value. */
  valueDigest: string;
}

/** What a person has decided about messages that the dataset has set aside. Of the decisions on one message the latest counts: by decidedAt, then by decisionId. */
export interface Decision {
  /** UUID; the parts of a decision on very many messages share it. */
  decisionId: string;
  /** DISCARD: never applied, nobody waits for it. RETRY: judged again, and discarded no more. */
  kind: string;
  /** Subject of whoever decided, as the token issuer names it. */
  decidedBy: string;
  /** When it was decided. */
  decidedAt: number;
  /** Why. */
  reason: string;
  /** The messages that it is about. */
  messages: DecidedMessage[];
}

/** RecoveredEvent. */
export interface RecoveredEvent {
  /** Event type. */
  eventType: string;
  /** Cluster generation of the position. */
  generation: string;
  /** Topic. */
  topic: string;
  /** Partition. */
  partition: number;
  /** Offset. */
  offset: number;
  /** Message key. */
  key: string;
  /** Message headers, a JSON object. */
  headers: string;
  /** Place of the writer's schema among `schemas`, from 0. */
  schema: number;
  /** Avro body, without the wire prefix. */
  body: Buffer;
  /** APPLIED, PARKED or DISCARDED. */
  verdict: string;
  /** Why it was parked or discarded. */
  reasonCode: string | null;
}

/** Events of one source that a restored ledger no longer has, as the dataset archived them. One request is answered in several parts. */
export interface LedgerRecovery {
  /** Source that was asked about. */
  sourceId: string;
  /** Request that is answered. */
  requestId: string;
  /** Number of this part, from 1. */
  part: number;
  /** How many parts the answer has. */
  parts: number;
  /** Schemas that the bodies of this part were written with. */
  schemas: string[];
  /** Events, ascending by ledger epoch and sequence. */
  events: RecoveredEvent[];
}

/** A ledger's own side of the books for one source, event type and period. The highest statementSeq counts. */
export interface LedgerStatement {
  /** Source. */
  sourceId: string;
  /** Department of the source. */
  department: string;
  /** Event type. */
  eventType: string;
  /** YYYY-MM, or UNREADABLE for rows whose period cannot be read. */
  period: string;
  /** Ledger epoch. */
  ledgerEpoch: number;
  /** Highest ledger sequence of source and event type that the statement includes. */
  ledgerSeq: number;
  /** Counts statements of this source, event type and period. */
  statementSeq: number;
  /** Rows submitted. */
  submitted: number;
  /** Retractions implied by complete lists. */
  impliedRetractions: number;
  /** Rows rejected. */
  rejected: number;
  /** Rows that said nothing new. */
  unchanged: number;
  /** Events: first statement of a record. */
  added: number;
  /** Events: a further version of a record. */
  corrected: number;
  /** Events: retractions. */
  retracted: number;
  /** Of the events, those whose topic, partition and offset the ledger has recorded. */
  published: number;
  /** When it was stated. */
  statedAt: number;
}

/** KnownSequence. */
export interface KnownSequence {
  /** Event type. */
  eventType: string;
  /** Ledger epoch. */
  ledgerEpoch: number;
  /** Highest ledger sequence that it has; sequences have no gaps. */
  lastSeq: number;
  /** Lowest sequence without a verdict; null when all have one. */
  unansweredFrom: number | null;
}

/** A ledger that was restored from a backup asks what the dataset has of one of its sources. Answered with outcomes and with a LedgerRecovery. */
export interface OutcomeRequest {
  /** Source that is asked about. */
  sourceId: string;
  /** Department of the source. */
  department: string;
  /** UUID of the request; the answer bears it. */
  requestId: string;
  /** Epoch that the ledger has taken. */
  ledgerEpoch: number;
  /** What the ledger has of its own, by event type and epoch; of others it has nothing. */
  known: KnownSequence[];
  /** When it was asked. */
  askedAt: number;
}

/** Verdict. */
export interface Verdict {
  /** Event type. */
  eventType: string;
  /** Ledger epoch of the event. */
  ledgerEpoch: number;
  /** Ledger sequence of the event. */
  ledgerSeq: number;
  /** APPLIED, PARKED or DISCARDED. */
  verdict: string;
  /** Why it was parked or discarded. */
  reasonCode: string | null;
}

/** StandingRange. */
export interface StandingRange {
  /** Event type. */
  eventType: string;
  /** Ledger epoch. */
  ledgerEpoch: number;
  /** First ledger sequence of the range. */
  fromSeq: number;
  /** Last ledger sequence of the range. */
  toSeq: number;
}

/** The dataset's verdicts on events of one source, one message a transaction. The highest outcomeSeq counts; at least once. */
export interface Outcome {
  /** Source whose ledger is answered. */
  sourceId: string;
  /** Changes when the dataset is restored from a backup. */
  datasetGeneration: string;
  /** Counts up in one dataset generation. */
  outcomeSeq: number;
  /** Verdicts by event. */
  verdicts: Verdict[];
  /** Said once by a dataset that was restored from a backup: all numbers of the source that it has applied or parked. What is not among them it lacks. */
  standing: StandingRange[] | null;
}

/** The vault's decision which person a reference is. The highest sequence of a reference counts. */
export interface PersonResolution {
  /** Source whose key made the reference. */
  sourceId: string;
  /** Department of the source. */
  department: string;
  /** The reference. */
  identityRef: string;
  /** The person; null while nobody can say. */
  personId: string | null;
  /** Rule that decided, e.g. EXACT_CERTIFICATE. */
  rule: string;
  /** Match weight where the rule scores. */
  score: number | null;
  /** Counts decisions on this reference from 1. */
  sequence: number;
  /** When it was decided (known-on). */
  decidedAt: number;
}

/** SealedItem. */
export interface SealedItem {
  /** As above. */
  reference: string;
  /** As above. */
  kind: string;
  /** As above. */
  ciphertext: Buffer;
}

/** Identities and free texts, sealed to the vault's public key. Ciphertext only; readable by the vault alone. */
export interface SealedIdentity {
  /** Source whose key made the reference. */
  sourceId: string;
  /** identityRef, or the reference of a sealed text. */
  reference: string;
  /** PERSON, EMPLOYER_PERSON or TEXT. */
  kind: string;
  /** Suite of the envelope, e.g. ECDH-ES+A256KW/A256GCM. */
  suite: string;
  /** Thumbprint of the vault key it is sealed to. */
  recipientKeyId: string;
  /** The batch's content key, wrapped. */
  wrappedKey: Buffer;
  /** nonce | ciphertext | tag. */
  ciphertext: Buffer;
  /** Others of the same source, sealed under the same content key; they travel together. */
  more: SealedItem[];
}

/** A registered source system, valid-dated. The highest version of a sourceId counts. */
export interface SourceRegistration {
  /** Opaque id; never re-used. */
  sourceId: string;
  /** Counts registrations of this source from 1. */
  version: number;
  /** Department that owns it. */
  department: string;
  /** Reporting unit (code list reporting-unit). */
  reportingUnit: string;
  /** Name of the system. */
  name: string;
  /** Event types it may publish. */
  eventTypes: string[];
  /** The source that it takes over from. */
  replaces: string | null;
  /** Valid from. */
  validFrom: string;
  /** Valid to, inclusive. */
  validTo: string | null;
}
