import { eventContract } from '../../../schemas/generated/contract-index.js';
import type { WorkSafetyAccidentPayload } from '../../../schemas/generated/event-types.js';
import { asDate } from '../../../schemas/period.js';
import { readEmployer } from '../../people/read-employer.js';
import type { RowReader } from '../../reading/row-reader.js';
import type { RecordSeal, RowMapping } from '../../reading/map-row.js';
import { readChangeTime } from '../../reading/version-basis.js';
import { columns } from './columns.js';

/** An accident of the statistics system becomes a `work-safety-accident` event; its versions go by 更新时间. */
export const mapping: RowMapping<WorkSafetyAccidentPayload> = {
  contract: eventContract('work-safety-accident'),
  columns,
  keyColumn: 'accidentNumber',
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

function read(reader: RowReader): (seal: RecordSeal) => WorkSafetyAccidentPayload {
  const occurredAt = reader.time('occurredAt');
  const day = asDate(occurredAt) ?? reader.today;
  const employer = readEmployer(reader, EMPLOYER, day);
  const summary = reader.text('summary');
  const accident = {
    accidentNumber: reader.text('accidentNumber') ?? '',
    reportStage: reader.code('reportStage', day) ?? '',
    occurredAt: occurredAt ?? 0,
    reportedAt: reader.time('reportedAt') ?? 0,
    division: reader.code('division', day) ?? '',
    reportGroup: reader.code('reportGroup', day) ?? '',
    accidentType: reader.code('accidentType', day) ?? '',
    deaths: reader.integer('deaths') ?? 0,
    missing: reader.integer('missing') ?? 0,
    seriousInjuries: reader.integer('seriousInjuries') ?? 0,
    minorInjuries: reader.integer('minorInjuries') ?? 0,
    directLossFen: reader.fen('directLossWan'),
    grade: reader.code('grade', day) ?? '',
  };
  return (seal) => ({ ...accident, employer: employer(seal), summaryRef: seal.text(summary, 'summaryRef') });
}
