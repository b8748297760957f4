import { eventContract } from '../../../schemas/generated/contract-index.js';
import type { EmployerEnrolmentPayload } from '../../../schemas/generated/event-types.js';
import { readEmployer } from '../../people/read-employer.js';
import type { RowReader } from '../../reading/row-reader.js';
import type { RecordSeal, RowMapping } from '../../reading/map-row.js';
import { columns } from './columns.js';

/** An employer's year of insurance becomes an `employer-enrolment` event; its versions are ordered by the export's asOf. */
export const mapping: RowMapping<EmployerEnrolmentPayload> = {
  contract: eventContract('employer-enrolment'),
  columns,
  keyColumn: 'enrolmentNumber',
  recordedAt: () => null,
  periodDate: (reader) => reader.date('statedOn'),
  read,
};

const EMPLOYER = {
  name: 'employerName',
  uscc: 'employerUscc',
  industry: 'employerIndustry',
  division: 'employerDivision',
} as const;

function read(reader: RowReader): (seal: RecordSeal) => EmployerEnrolmentPayload {
  const statedOn = reader.date('statedOn');
  const day = statedOn ?? reader.today;
  const employer = readEmployer(reader, EMPLOYER, day);
  const year = {
    enrolmentNumber: reader.text('enrolmentNumber') ?? '',
    statedOn: statedOn ?? '',
    insuranceDivision: reader.code('insuranceDivision', day) ?? '',
    openingHeadcount: reader.integer('openingHeadcount') ?? 0,
    closingHeadcount: reader.integer('closingHeadcount') ?? 0,
    payrollFen: reader.fen('payrollWan') ?? 0,
    premiumFen: reader.fen('premiumWan') ?? 0,
    riskClass: reader.code('riskClass', day) ?? '',
    floatTier: reader.integer('floatTier'),
  };
  return (seal) => ({ ...year, employer: employer(seal) });
}
