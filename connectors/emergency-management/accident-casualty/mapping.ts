import { eventContract } from '../../../schemas/generated/contract-index.js';
import type { AccidentCasualtyPayload } from '../../../schemas/generated/event-types.js';
import { asDate } from '../../../schemas/period.js';
import { readEmployer } from '../../people/read-employer.js';
import { readWorker } from '../../people/read-worker.js';
import type { RowReader } from '../../reading/row-reader.js';
import type { RecordSeal, RowMapping } from '../../reading/map-row.js';
import { readChangeTime } from '../../reading/version-basis.js';
import { columns } from './columns.js';

/** A casualty of the statistics system becomes an `accident-casualty` event; its versions go by 更新时间. */
export const mapping: RowMapping<AccidentCasualtyPayload> = {
  contract: eventContract('accident-casualty'),
  columns,
  keyColumn: 'casualtyNumber',
  basis: { column: 'changedAt', read: (reader) => readChangeTime(reader, 'changedAt') },
  recordedAt: (reader) => reader.time('changedAt'),
  periodDate: (reader) => asDate(reader.time('occurredAt')),
  read,
};

const EMPLOYER = {
  name: 'employerName',
  uscc: 'employerUscc',
  industry: 'employerIndustry',
  division: 'employerDivision',
} as const;

function read(reader: RowReader): (seal: RecordSeal) => AccidentCasualtyPayload {
  const occurredAt = reader.time('occurredAt');
  const day = asDate(occurredAt) ?? reader.today;
  const person = readWorker(reader, day);
  const employer = readEmployer(reader, EMPLOYER, day);
  const casualty = {
    casualtyNumber: reader.text('casualtyNumber') ?? '',
    accidentNumber: reader.text('accidentNumber') ?? '',
    occurredAt: occurredAt ?? 0,
    division: reader.code('division', day) ?? '',
    occupation: reader.text('occupation'),
    harmGrade: reader.code('harmGrade', day) ?? '',
    lostWorkdays: reader.integer('lostWorkdays'),
    diedAt: reader.time('diedAt'),
    hospital: reader.text('hospital'),
  };
  return (seal) => ({ ...casualty, person: seal.person(person), employer: employer(seal) });
}
