import { eventContract } from '../../schemas/generated/contract-index.js';
import type { PeriodStatementPayload } from '../../schemas/generated/event-types.js';
import { readMonth } from '../reading/cell-month.js';
import type { RowMapping } from '../reading/map-row.js';
import type { ReadColumn } from '../reading/read-column.js';
import type { RowReader } from '../reading/row-reader.js';
import { readChangeTime } from '../reading/version-basis.js';

/** A department's word on what it has delivered becomes a `period-statement` event; its versions go by 更新时间. */
export function statementMapping(columns: readonly ReadColumn[]): RowMapping<PeriodStatementPayload> {
  return {
    contract: eventContract('period-statement'),
    columns,
    keyColumn: 'statementNumber',
    basis: { column: 'changedAt', read: (reader) => readChangeTime(reader, 'changedAt') },
    recordedAt: (reader) => reader.time('changedAt'),
    periodDate: (reader) => reader.date('statedOn'),
    read,
  };
}

function read(reader: RowReader): () => PeriodStatementPayload {
  const statedOn = reader.date('statedOn');
  const day = statedOn ?? reader.today;
  const statement = {
    statementNumber: reader.text('statementNumber') ?? '',
    statedEventType: reader.code('statedEventType', day) ?? '',
    periodFrom: monthIn(reader, 'periodFrom'),
    periodTo: monthIn(reader, 'periodTo'),
    kind: reader.code('kind', day) ?? '',
    statedOn: statedOn ?? '',
    reportingDivision: reader.code('reportingDivision', day),
  };
  return () => statement;
}

/** What is no month stays as it is, so that the contract finds it, as with codes. */
function monthIn(reader: RowReader, key: string): string {
  const text = reader.text(key) ?? '';
  return readMonth(text) ?? text;
}
