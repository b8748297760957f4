import type { OccupationalDiseasePayload } from '../../../schemas/generated/event-types.js';
import type { Feed } from '../../connector.js';
import { workerRules } from '../../people/worker-rules.js';
import { readingRules } from '../../reading/reading-rules.js';
import { mapRow } from '../../reading/map-row.js';
import { recordRules } from '../../reading/record-columns.js';
import { columns } from './columns.js';
import { exposureRules } from './exposure.js';
import { mapping } from './mapping.js';
import { sourceRecord } from './source-record.js';

/** 职业病报告卡: exported whole, without times of change. */
export const feed: Feed<OccupationalDiseasePayload> = {
  feed: 'occupational-disease',
  eventType: 'occupational-disease',
  label: '职业病报告',
  basisKind: 'exportAsOf',
  basisEra: 0,
  columns,
  sourceRecord,
  rules: [...readingRules(columns), ...workerRules, ...exposureRules, ...recordRules],
  map: (row, context) => mapRow(mapping, row, context),
};
