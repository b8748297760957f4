import type pg from 'pg';
import { accidentCasualty } from './accident-casualty.js';
import { casualtyDetermination } from './casualty-determination.js';
import { diagnosisDetermination } from './diagnosis-determination.js';
import type { LinkDefinition } from './link-definition.js';
import { sameAccident } from './same-accident.js';
import { sameCasualty } from './same-casualty.js';
import { sameDetermination } from './same-determination.js';
import { sameDiagnosis } from './same-diagnosis.js';
import { sameSuspicion } from './same-suspicion.js';

/**
 * Every kind of link, in the order of its two sides in the story: diagnosis or accident first, determination last. Then
 * those of one event that was reported twice (G10).
 */
export const linkDefinitions: readonly LinkDefinition[] = [
  diagnosisDetermination,
  casualtyDetermination,
  accidentCasualty,
  sameAccident,
  sameCasualty,
  sameDiagnosis,
  sameSuspicion,
  sameDetermination,
];

/**
 * Creates or replaces `record_link`: a view, since links are then a function of the current records and references by
 * construction, whatever came first (docs/decisions/0007). Needs the tables of the contracts.
 */
export async function ensureLinkView(client: pg.ClientBase): Promise<void> {
  for (const index of new Set(linkDefinitions.flatMap(({ indexes }) => indexes))) await client.query(index);
  await client.query(`CREATE OR REPLACE VIEW record_link AS ${linkDefinitions.map(linkSelect).join(' UNION ALL ')}`);
}

/** The event types stand as constants, so that a look-up by type leaves out the kinds that cannot answer it. */
function linkSelect({ kind, left, right, sql }: LinkDefinition): string {
  return `
    SELECT '${kind}'::text COLLATE "C" AS kind, rule COLLATE "C" AS rule,
      left_source_id, '${left}'::text COLLATE "C" AS left_event_type, left_record_id, left_department,
      right_source_id, '${right}'::text COLLATE "C" AS right_event_type, right_record_id, right_department,
      evidence, NULL::double precision AS score
    FROM (${sql}) AS found`;
}
