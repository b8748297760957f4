import { bothSides, indexFor, inRecordOrder, personOf, plainNumber, type LinkDefinition } from './link-definition.js';

const diseases = 'current_occupational_disease';
const certificate = (card: string) => plainNumber(`${card}.certificate_number`);

/**
 * Which two cards report one finding? A certificate is numbered once, so the number decides, unless the persons are both
 * known and differ. Cards of different kinds are stages of one story: a re-assessment or a progression repeats nothing.
 */
export const sameDiagnosis: LinkDefinition = {
  kind: 'SAME_DIAGNOSIS',
  label: '同一诊断重复报告',
  rules: { CERTIFICATE: '诊断证明书编号和报告类型一致' },
  left: 'occupational-disease',
  right: 'occupational-disease',
  indexes: [indexFor(diseases, 'certificate', `(${plainNumber('certificate_number')})`)],
  sql: `
    SELECT 'CERTIFICATE' AS rule, ${bothSides},
      jsonb_build_object('certificate', true, 'samePerson', lp.person_id = rp.person_id,
        'daysApart', r.reported_on - l.reported_on) AS evidence
    FROM ${diseases} l
      JOIN ${diseases} r ON ${certificate('r')} = ${certificate('l')} AND ${inRecordOrder}
      ${personOf('lp', 'l', 'worker_identity_ref')}
      ${personOf('rp', 'r', 'worker_identity_ref')}
    WHERE l.operation = 'ASSERT' AND r.operation = 'ASSERT' AND l.report_kind = r.report_kind
      AND l.report_kind NOT IN ('SUSPECTED', 'NOT_OCCUPATIONAL') AND (lp.person_id = rp.person_id) IS NOT FALSE`,
};
