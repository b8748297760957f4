import { eventContract } from '../../../schemas/generated/contract-index.js';
import type { InjuryDeterminationPayload } from '../../../schemas/generated/event-types.js';
import { asDate } from '../../../schemas/period.js';
import { isEmployerEmpty, readEmployer } from '../../people/read-employer.js';
import { readWorker } from '../../people/read-worker.js';
import type { RowReader } from '../../reading/row-reader.js';
import type { RecordSeal, RowMapping } from '../../reading/map-row.js';
import { readChangeTime, readSequence } from '../../reading/version-basis.js';
import { columns } from './columns.js';

/** A case of the determination system becomes an `injury-determination` event; its versions go by 数据版本号. */
export const mapping: RowMapping<InjuryDeterminationPayload> = {
  contract: eventContract('injury-determination'),
  columns,
  keyColumn: 'applicationNumber',
  basis: { column: 'sequence', read: (reader) => readSequence(reader, 'sequence') },
  recordedAt: (reader) => readChangeTime(reader, 'recordedAt'),
  periodDate,
  read,
};

const EMPLOYER = {
  name: 'employerName',
  uscc: 'employerUscc',
  industry: 'employerIndustry',
  division: 'employerDivision',
} as const;

/** The contract's period: decided, else accepted, else applied. */
function periodDate(reader: RowReader): string | null {
  return reader.date('decidedOn') ?? reader.date('acceptedOn') ?? reader.date('appliedOn');
}

function read(reader: RowReader): (seal: RecordSeal) => InjuryDeterminationPayload {
  const day = periodDate(reader) ?? reader.today;
  const injury = readInjury(reader, day);
  const injuryDay = asDate(injury.accidentAt) ?? injury.diagnosedOn ?? reader.date('appliedOn') ?? day;
  const worker = readWorker(reader, injuryDay);
  const employer = readEmployer(reader, EMPLOYER, day);
  const host = readEmployer(reader, { name: 'hostEmployerName', uscc: 'hostEmployerUscc' }, day);
  const facts = reader.text('facts');
  const known = { ...readApplication(reader, day), ...injury, ...readProcedure(reader, day) };
  return (seal) => {
    const hostEmployer = host(seal);
    return {
      ...known,
      employer: employer(seal),
      hostEmployer: isEmployerEmpty(hostEmployer) ? null : hostEmployer,
      worker: seal.person(worker),
      factsRef: seal.text(facts, 'factsRef'),
    };
  };
}

/** Who applied where, for what (Art. 17). */
function readApplication(reader: RowReader, day: string) {
  return {
    applicationNumber: reader.text('applicationNumber') ?? '',
    decisionNumber: reader.text('decisionNumber'),
    insuranceDivision: reader.code('insuranceDivision', day) ?? '',
    accidentDivision: reader.code('accidentDivision', day),
    occupation: reader.text('occupation'),
    applicant: reader.code('applicant', day) ?? '',
    appliedOn: reader.date('appliedOn') ?? '',
    extensionApproved: reader.yesNo('extensionApproved') ?? false,
  };
}

/** What happened; the type of accident is the one in force when it happened. */
function readInjury(reader: RowReader, day: string) {
  const accidentAt = reader.time('accidentAt');
  return {
    accidentAt,
    diagnosedOn: reader.date('diagnosedOn'),
    diagnosisCertificate: reader.text('diagnosisCertificate'),
    accidentNumber: reader.text('accidentNumber'),
    accidentType: reader.code('accidentType', asDate(accidentAt) ?? day),
    harmGrade: reader.code('harmGrade', day),
    diedAt: reader.time('diedAt'),
    rescueStartedAt: reader.time('rescueStartedAt'),
    insuredOnDay: reader.yesNo('insuredOnDay'),
  };
}

/** How the case went (Art. 18-20). */
function readProcedure(reader: RowReader, day: string) {
  return {
    acceptedOn: reader.date('acceptedOn'),
    suspendedOn: reader.date('suspendedOn'),
    resumedOn: reader.date('resumedOn'),
    decidedOn: reader.date('decidedOn'),
    deliveredOn: reader.date('deliveredOn'),
    status: reader.code('status', day) ?? '',
    conclusion: reader.code('conclusion', day),
    situation: reader.code('situation', day),
  };
}
