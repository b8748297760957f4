import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { contentDigest } from '../../../schemas/content-digest.js';
import { eventId } from '../../../schemas/event-id.js';
import { eventContract, protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type {
  AccidentCasualtyPayload,
  Decision,
  EventHeader,
  InjuryDeterminationPayload,
  LedgerStatement,
  OccupationalDiseasePayload,
  PeriodStatementPayload,
  PersonResolution,
  SourceRegistration,
  WorkSafetyAccidentPayload,
} from '../../../schemas/generated/event-types.js';
import { periodOf } from '../../../schemas/period.js';
import type { Operation } from '../../../schemas/record-order.js';
import { departmentTopic, eventTopic, hubTopic, recordKey } from '../../../schemas/topics.js';

/** A record of a topic before it has a schema id: `body` is Avro, encoded with `schema`. */
export type Message = { topic: string; key: string; schema: object; body: Buffer; headers: Record<string, string> };

export type TestEvent = { eventType: string; header: EventHeader; payload: object | null };

/** Which department publishes which type in these tests, and from which source. */
export const owners: Record<string, { department: string; sourceId: string }> = {
  'injury-determination': { department: 'human-resources', sourceId: 'hr-cc' },
  'occupational-disease': { department: 'health-commission', sourceId: 'hc-jl' },
  'work-safety-accident': { department: 'emergency-management', sourceId: 'em-jl' },
  'accident-casualty': { department: 'emergency-management', sourceId: 'em-jl' },
  // Every department makes these; `statementEvent` says whose it is.
  'period-statement': { department: 'human-resources', sourceId: 'hr-cc' },
};

const ACCEPTED_AT = Date.parse('2025-06-01T03:00:00Z');

const employer = { uscc: null, name: '长春示例机械有限公司', personRef: null, industry: '0111', division: '220102' };

export function determination(over: Partial<InjuryDeterminationPayload> = {}): InjuryDeterminationPayload {
  return {
    ...{ applicationNumber: 'RD-1', decisionNumber: null, insuranceDivision: '220102', accidentDivision: null },
    ...{ employer, hostEmployer: null, occupation: '焊工', applicant: 'WORKER' },
    worker: { identityRef: 'ref-hr-1', birthYear: 1980, sex: '1' },
    accidentAt: Date.parse('2024-03-05T06:20:00.123Z'),
    ...{
      diagnosedOn: null,
      diagnosisCertificate: null,
      accidentNumber: null,
      accidentType: '1986-03',
      harmGrade: null,
    },
    ...{
      diedAt: null,
      rescueStartedAt: null,
      appliedOn: '2024-03-20',
      extensionApproved: false,
      acceptedOn: '2024-03-25',
    },
    ...{ suspendedOn: null, resumedOn: null, decidedOn: null, deliveredOn: null, status: 'ACCEPTED', conclusion: null },
    ...{ situation: null, insuredOnDay: true, factsRef: null },
    ...over,
  };
}

export function disease(over: Partial<OccupationalDiseasePayload> = {}): OccupationalDiseasePayload {
  return {
    ...{ reportCardNumber: 'OD-1', reportKind: 'DIAGNOSED', certificateNumber: 'C-1', priorCertificateNumber: null },
    worker: { identityRef: 'ref-hc-1', birthYear: 1970, sex: '1' },
    ...{ employer, division: '220102', employerSize: null, economicType: null, occupation: null, hazardFactor: '矽尘' },
    ...{ exposureMonths: 120, disease: '01001', stage: 'P1', diagnosedOn: '2024-02-10', reportedOn: '2024-02-15' },
    ...{ institution: '省职业病防治院', diedOn: null },
    ...over,
  };
}

export function accident(over: Partial<WorkSafetyAccidentPayload> = {}): WorkSafetyAccidentPayload {
  return {
    ...{ accidentNumber: 'SG-1', reportStage: 'INITIAL', division: '220102', employer, reportGroup: '05' },
    ...{ occurredAt: Date.parse('2024-03-05T06:20:00Z'), reportedAt: Date.parse('2024-03-05T07:05:00Z') },
    ...{
      accidentType: '1986-03',
      deaths: 1,
      missing: 0,
      seriousInjuries: 0,
      minorInjuries: 0,
      directLossFen: 12_345_678,
    },
    ...{ grade: '1', summaryRef: null },
    ...over,
  };
}

/** A determination applied for on the ground of a disease. */
export function diseaseDetermination(over: Partial<InjuryDeterminationPayload> = {}): InjuryDeterminationPayload {
  return determination({
    ...{
      situation: '14-4',
      diagnosisCertificate: 'C-1',
      diagnosedOn: '2024-02-10',
      accidentAt: null,
      accidentType: null,
    },
    ...over,
  });
}

export function casualty(over: Partial<AccidentCasualtyPayload> = {}): AccidentCasualtyPayload {
  return {
    ...{ casualtyNumber: 'SG-1-01', accidentNumber: 'SG-1', division: '220102', employer, occupation: null },
    person: { identityRef: 'ref-em-1', birthYear: 1980, sex: '1' },
    occurredAt: Date.parse('2024-03-05T06:20:00Z'),
    ...{ harmGrade: '2', lostWorkdays: 200, diedAt: null, hospital: null },
    ...over,
  };
}

export type StatedPeriod = { eventType: string; from: string; to: string; kind?: string; deliveredUpTo: number | null };

/** A period statement of a source: the department of the type it speaks of, unless the header says otherwise. */
export function statementEvent(stated: StatedPeriod, header: Partial<EventHeader> = {}): TestEvent {
  const { eventType, from, to, kind = 'COMPLETE', deliveredUpTo } = stated;
  const statementNumber = [eventType, from, to].join(':');
  const payload: PeriodStatementPayload = {
    ...{ statementNumber, statedEventType: eventType, periodFrom: from, periodTo: to, kind },
    ...{ statedOn: '2025-05-31', reportingDivision: null },
  };
  return eventOf('period-statement', statementNumber, payload, { ...owners[eventType], deliveredUpTo, ...header });
}

/** An event as an honest intake makes it; `header` overrides come last and may make it dishonest. */
export function eventOf(
  eventType: string,
  recordId: string,
  payload: object | null,
  header: Partial<EventHeader> = {},
): TestEvent {
  const contract = eventContract(eventType);
  const owner = owners[eventType]!;
  const operation: Operation = payload === null ? 'RETRACT' : 'ASSERT';
  const ledgerSeq = header.ledgerSeq ?? 1;
  const stated = {
    ...{ sourceId: owner.sourceId, department: owner.department, reportingUnit: '220100', recordId, basisEra: 0 },
    ...{ basisKind: 'sourceChangedAt', basis: 1, ledgerEpoch: 1, revision: 1, operation, replaces: null },
    reason: payload === null ? '误报' : null,
    period: payload === null ? '2024-03' : (periodOf(contract, payload) ?? '2024-03'),
    ...{ recordedAt: null, acceptedAt: ACCEPTED_AT, batchId: 'batch-1', rowNumber: ledgerSeq, ledgerSeq },
    contentDigest: contentDigest(payload, contract.defaults),
    contractVersion: contract.contractVersion,
    deliveredUpTo: null,
    ...header,
  };
  const id = eventId({ ...stated, eventType, operation: stated.operation as Operation });
  return { eventType, payload, header: { ...stated, eventId: header.eventId ?? id } };
}

export function eventMessage(namespace: string, event: TestEvent, topicDepartment?: string): Message {
  const { eventType, header, payload } = event;
  const schema = eventContract(eventType).avroSchema;
  return {
    topic: eventTopic(namespace, topicDepartment ?? topicOwner(event), eventType),
    key: recordKey(header.sourceId, header.recordId),
    schema,
    body: avroTypeOf(schema).toBuffer({ header, payload }),
    headers: {
      ...{
        ce_specversion: '1.0',
        ce_id: header.eventId,
        ce_source: `/sources/${header.sourceId}`,
        ce_subject: header.recordId,
      },
      ...{
        hub_ledger_epoch: String(header.ledgerEpoch),
        hub_ledger_seq: String(header.ledgerSeq),
        hub_period: header.period,
      },
    },
  };
}

/** Period statements go the way of their own department; of the other types the owner is the only one that publishes. */
function topicOwner({ eventType, header }: TestEvent): string {
  return eventType === 'period-statement' ? header.department : owners[eventType]!.department;
}

export function resolutionMessage(namespace: string, over: Partial<PersonResolution>): Message {
  const resolution: PersonResolution = {
    ...{ sourceId: 'hr-cc', department: 'human-resources', identityRef: 'ref-hr-1', personId: 'person-1' },
    ...{ rule: 'EXACT_CERTIFICATE', score: null, sequence: 1, decidedAt: ACCEPTED_AT },
    ...over,
  };
  const schema = protocolSchemas.personResolution;
  return protocolMessage(hubTopic(namespace, 'person-resolution'), resolution.identityRef, schema, resolution);
}

export function registrationMessage(namespace: string, over: Partial<SourceRegistration>): Message {
  const registration: SourceRegistration = {
    ...{ sourceId: 'hr-cc', version: 1, department: 'human-resources', reportingUnit: '220100', name: '认定系统' },
    ...{ eventTypes: ['injury-determination'], replaces: null, validFrom: '2020-01-01', validTo: null },
    ...over,
  };
  return protocolMessage(hubTopic(namespace, 'source'), registration.sourceId, protocolSchemas.source, registration);
}

export function statementMessage(namespace: string, over: Partial<LedgerStatement>, topicDepartment?: string): Message {
  const statement: LedgerStatement = {
    ...{ sourceId: 'hr-cc', department: 'human-resources', eventType: 'injury-determination', period: '2024-03' },
    ...{
      ledgerEpoch: 1,
      ledgerSeq: 1,
      statementSeq: 1,
      submitted: 0,
      impliedRetractions: 0,
      rejected: 0,
      unchanged: 0,
    },
    ...{ added: 0, corrected: 0, retracted: 0, published: 0, statedAt: ACCEPTED_AT },
    ...over,
  };
  const topic = departmentTopic(namespace, topicDepartment ?? statement.department, 'ledger-statement');
  return protocolMessage(topic, statement.sourceId, protocolSchemas.ledgerStatement, statement);
}

/** `minute` orders decisions in time; without an id of its own a decision is named after what it says. */
export function decisionMessage(
  namespace: string,
  { minute = 0, ...over }: Partial<Decision> & { minute?: number },
): Message {
  const decided: Decision = {
    ...{ decisionId: `${over.kind ?? 'DISCARD'}-${minute}`, kind: 'DISCARD', decidedBy: 'operator' },
    ...{ decidedAt: ACCEPTED_AT + minute * 60_000, reason: '试运行数据', messages: [] },
    ...over,
  };
  return protocolMessage(hubTopic(namespace, 'decision'), decided.decisionId, protocolSchemas.decision, decided);
}

function protocolMessage(topic: string, key: string, schema: object, value: object): Message {
  return { topic, key, schema, body: avroTypeOf(schema).toBuffer(value), headers: {} };
}
