import type { WorkSafetyAccidentPayload } from '../../../schemas/generated/event-types.js';
import type { Feed } from '../../connector.js';
import { readingRules } from '../../reading/reading-rules.js';
import { mapRow } from '../../reading/map-row.js';
import { recordRules } from '../../reading/record-columns.js';
import { changeTimeRules } from '../../reading/version-basis.js';
import { columns } from './columns.js';
import { mapping } from './mapping.js';
import { sourceRecord } from './source-record.js';

/** 生产安全事故统计: each row carries the time of its last change. */
export const feed: Feed<WorkSafetyAccidentPayload> = {
  feed: 'work-safety-accident',
  eventType: 'work-safety-accident',
  label: '生产安全事故',
  basisKind: 'sourceChangedAt',
  basisEra: 0,
  columns,
  sourceRecord,
  rules: [...readingRules(columns), ...changeTimeRules('changedAt'), ...recordRules],
  map: (row, context) => mapRow(mapping, row, context),
};
