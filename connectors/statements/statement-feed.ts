import type { PeriodStatementPayload } from '../../schemas/generated/event-types.js';
import type { Feed } from '../connector.js';
import { mapRow } from '../reading/map-row.js';
import { readingRules } from '../reading/reading-rules.js';
import { recordRules } from '../reading/record-columns.js';
import { sourceRecordOf } from '../reading/source-record-schema.js';
import { changeTimeRules } from '../reading/version-basis.js';
import { statementColumns } from './statement-columns.js';
import { statementMapping } from './statement-mapping.js';

/**
 * 报送说明, a feed of every department: without it, no record and no report look the same.
 *
 * @param eventType the event type of the template's examples, one that the department reports
 */
export function statementFeed(eventType: string): Feed<PeriodStatementPayload> {
  const columns = statementColumns(eventType);
  const mapping = statementMapping(columns);
  return {
    feed: 'period-statement',
    eventType: 'period-statement',
    label: '报送说明',
    basisKind: 'sourceChangedAt',
    basisEra: 0,
    columns,
    sourceRecord: sourceRecordOf(columns),
    rules: [...readingRules(columns), ...changeTimeRules('changedAt'), ...recordRules],
    map: (row, context) => mapRow(mapping, row, context),
  };
}
