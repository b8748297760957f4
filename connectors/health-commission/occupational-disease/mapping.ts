import { isCodeValid } from '../../../schemas/code-lists/code-list.js';
import type { OccupationalDiseasePayload } from '../../../schemas/generated/event-types.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import { readEmployer } from '../../people/read-employer.js';
import { readWorker } from '../../people/read-worker.js';
import type { RowReader } from '../../reading/row-reader.js';
import type { RecordSeal, RowMapping } from '../../reading/map-row.js';
import { columns } from './columns.js';
import { readExposureMonths } from './exposure.js';

/** A disease report card becomes an `occupational-disease` event; its versions are ordered by the export's asOf. */
export const mapping: RowMapping<OccupationalDiseasePayload> = {
  contract: eventContract('occupational-disease'),
  columns,
  keyColumn: 'reportCardNumber',
  recordedAt: () => null,
  periodDate: (reader) => reader.date('diagnosedOn') ?? reader.date('reportedOn'),
  read,
};

function read(reader: RowReader): (seal: RecordSeal) => OccupationalDiseasePayload {
  const diagnosedOn = reader.date('diagnosedOn');
  const reportedOn = reader.date('reportedOn');
  // Days on which the contract checks codes: its period, and for the division the report.
  const day = diagnosedOn ?? reportedOn ?? reader.today;
  const division = reader.code('division', reportedOn ?? day) ?? '';
  const worker = readWorker(reader, day);
  const employer = readEmployer(
    reader,
    { name: 'employerName', uscc: 'employerUscc', industry: 'employerIndustry' },
    day,
  );
  const card = {
    reportCardNumber: reader.text('reportCardNumber') ?? '',
    reportKind: reader.code('reportKind', day) ?? '',
    certificateNumber: reader.text('certificateNumber'),
    priorCertificateNumber: reader.text('priorCertificateNumber'),
    division,
    employerSize: reader.code('employerSize', day),
    economicType: reader.code('economicType', day),
    occupation: reader.text('occupation'),
    hazardFactor: reader.text('hazardFactor'),
    exposureMonths: readExposureMonths(reader),
    disease: reader.code('disease', day) ?? '',
    stage: reader.code('stage', day),
    diagnosedOn,
    reportedOn: reportedOn ?? '',
    institution: reader.text('institution'),
    diedOn: reader.date('diedOn'),
  };
  return (seal) => ({
    ...card,
    worker: seal.person(worker),
    employer: { ...employer(seal), division: divisionOn(division, day) },
  });
}

/**
 * The one column fills two paths that the contract checks on two days. A seat whose code was not in force on the day of
 * diagnosis (公主岭 moved to 长春 in 2020) says nothing about the report, so it is left out rather than refused.
 */
function divisionOn(division: string, day: string): string | null {
  return isCodeValid('division', division, day) === 'valid' ? division : null;
}
