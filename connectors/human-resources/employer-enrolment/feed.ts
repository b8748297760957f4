import type { EmployerEnrolmentPayload } from '../../../schemas/generated/event-types.js';
import type { Feed } from '../../connector.js';
import { readingRules } from '../../reading/reading-rules.js';
import { mapRow } from '../../reading/map-row.js';
import { recordRules } from '../../reading/record-columns.js';
import { columns } from './columns.js';
import { mapping } from './mapping.js';
import { sourceRecord } from './source-record.js';

/** 参保登记: exported whole after the end of the year, without times of change. */
export const feed: Feed<EmployerEnrolmentPayload> = {
  feed: 'employer-enrolment',
  eventType: 'employer-enrolment',
  label: '参保登记',
  basisKind: 'exportAsOf',
  basisEra: 0,
  columns,
  sourceRecord,
  rules: [...readingRules(columns), ...recordRules],
  map: (row, context) => mapRow(mapping, row, context),
};
