import { sourceRecordOf } from '../../reading/source-record-schema.js';
import { columns } from './columns.js';

/** The row as the department exports it: text or null by column key. */
export const sourceRecord = sourceRecordOf(columns);
