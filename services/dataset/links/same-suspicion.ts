import {
  bothSides,
  inRecordOrder,
  personIndex,
  plainNumber,
  samePerson,
  type LinkDefinition,
} from './link-definition.js';

const diseases = { table: 'current_occupational_disease', column: 'worker_identity_ref' };

/** The hazard as well: a suspicion reported on both sides of 1 August 2025 has its disease by two catalogues. */
const sameSubject = `(l.disease = r.disease OR ${plainNumber('l.hazard_factor')} = ${plainNumber('r.hazard_factor')})`;

/**
 * Which two cards report one suspicion, or one finding that it was nothing? They have no certificate: one person, one
 * disease, and no further apart than the 15 days in which a suspicion has to be reported. The later cards of the story
 * (diagnosed, nothing found) are of another kind.
 */
export const sameSuspicion: LinkDefinition = {
  kind: 'SAME_SUSPICION',
  label: '同一疑似职业病（或排除）重复报告',
  rules: { PERSON_DISEASE: '同一人员、报告类型一致、同一病种或危害因素，报告日期相差不超过15日' },
  left: 'occupational-disease',
  right: 'occupational-disease',
  indexes: [personIndex(diseases)],
  sql: `
    SELECT 'PERSON_DISEASE' AS rule, ${bothSides},
      jsonb_build_object('samePerson', true, 'sameDisease', l.disease = r.disease,
        'daysApart', r.reported_on - l.reported_on) AS evidence
    FROM ${samePerson(diseases, diseases)} AND ${inRecordOrder}
    WHERE l.operation = 'ASSERT' AND r.operation = 'ASSERT' AND l.report_kind = r.report_kind
      AND l.report_kind IN ('SUSPECTED', 'NOT_OCCUPATIONAL') AND ${sameSubject}
      AND abs(r.reported_on - l.reported_on) <= 15`,
};
