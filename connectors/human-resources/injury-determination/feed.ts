import type { InjuryDeterminationPayload } from '../../../schemas/generated/event-types.js';
import type { Feed } from '../../connector.js';
import { workerRules } from '../../people/worker-rules.js';
import { readingRules } from '../../reading/reading-rules.js';
import { mapRow } from '../../reading/map-row.js';
import { recordRules } from '../../reading/record-columns.js';
import { changeTimeRules, sequenceRules } from '../../reading/version-basis.js';
import { columns } from './columns.js';
import { mapping } from './mapping.js';
import { sourceRecord } from './source-record.js';

/** 工伤认定: each row carries the source's own version number. */
export const feed: Feed<InjuryDeterminationPayload> = {
  feed: 'injury-determination',
  eventType: 'injury-determination',
  label: '工伤认定',
  basisKind: 'sourceSequence',
  basisEra: 0,
  columns,
  sourceRecord,
  rules: [
    ...readingRules(columns),
    ...workerRules,
    ...sequenceRules('sequence'),
    ...changeTimeRules('recordedAt'),
    ...recordRules,
  ],
  map: (row, context) => mapRow(mapping, row, context),
};
