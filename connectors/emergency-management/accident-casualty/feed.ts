import type { AccidentCasualtyPayload } from '../../../schemas/generated/event-types.js';
import type { Feed } from '../../connector.js';
import { workerRules } from '../../people/worker-rules.js';
import { readingRules } from '../../reading/reading-rules.js';
import { mapRow } from '../../reading/map-row.js';
import { recordRules } from '../../reading/record-columns.js';
import { changeTimeRules } from '../../reading/version-basis.js';
import { columns } from './columns.js';
import { mapping } from './mapping.js';
import { sourceRecord } from './source-record.js';

/** 事故伤亡人员: one row a person, each with the time of its last change. */
export const feed: Feed<AccidentCasualtyPayload> = {
  feed: 'accident-casualty',
  eventType: 'accident-casualty',
  label: '事故伤亡人员',
  basisKind: 'sourceChangedAt',
  basisEra: 0,
  columns,
  sourceRecord,
  rules: [...readingRules(columns), ...workerRules, ...changeTimeRules('changedAt'), ...recordRules],
  map: (row, context) => mapRow(mapping, row, context),
};
