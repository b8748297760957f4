import {
  bothSides,
  indexFor,
  personIndex,
  personOf,
  plainNumber,
  samePerson,
  type LinkDefinition,
} from './link-definition.js';

const diseases = { table: 'current_occupational_disease', column: 'worker_identity_ref' };
const determinations = { table: 'current_injury_determination', column: 'worker_identity_ref' };

/** Report cards that find a disease; a suspicion or its refutal is no ground of a determination. */
const finds = (disease: string) =>
  `${disease}.operation = 'ASSERT'
    AND ${disease}.report_kind IN ('DIAGNOSED', 'REASSESSED_UPHELD', 'REASSESSED_CHANGED', 'PROGRESSED')`;

const sameCertificate = (disease: string, determination: string) =>
  `${plainNumber(`${disease}.certificate_number`)} = ${plainNumber(`${determination}.diagnosis_certificate`)}`;

/** Two persons that are both known and differ are told apart, whatever the certificate says. */
const certificate = `
  SELECT 'CERTIFICATE' AS rule, ${bothSides},
    jsonb_build_object('certificate', true, 'samePerson', lp.person_id = rp.person_id,
      'daysApart', r.diagnosed_on - l.diagnosed_on) AS evidence
  FROM ${diseases.table} l
    JOIN ${determinations.table} r ON ${sameCertificate('l', 'r')}
    ${personOf('lp', 'l', diseases.column)}
    ${personOf('rp', 'r', determinations.column)}
  WHERE ${finds('l')} AND r.operation = 'ASSERT' AND (lp.person_id = rp.person_id) IS NOT FALSE`;

/**
 * For a determination whose certificate leads to no card. One that is linked by its certificate says which disease it
 * is about: the person's other diseases are not filed for by it.
 */
const person = `
  SELECT 'PERSON' AS rule, ${bothSides},
    jsonb_build_object('certificate', false, 'samePerson', true, 'daysApart', r.diagnosed_on - l.diagnosed_on) AS evidence
  FROM ${samePerson(diseases, determinations)}
  WHERE ${finds('l')} AND r.operation = 'ASSERT' AND r.situation = '14-4'
    AND (abs(r.diagnosed_on - l.diagnosed_on) <= 31) IS NOT FALSE
    AND NOT EXISTS (
      SELECT FROM ${diseases.table} c ${personOf('cp', 'c', diseases.column)}
      WHERE ${sameCertificate('c', 'r')} AND ${finds('c')} AND (cp.person_id = rp.person_id) IS NOT FALSE)`;

/** Which determination was applied for on the ground of which diagnosis (工伤保险条例 Art. 14 (4), 17, 19)? */
export const diagnosisDetermination: LinkDefinition = {
  kind: 'DIAGNOSIS_DETERMINATION',
  label: '职业病诊断与工伤认定',
  rules: { CERTIFICATE: '诊断证明书编号一致', PERSON: '同一人员且诊断日期相差不超过31日' },
  left: 'occupational-disease',
  right: 'injury-determination',
  indexes: [
    indexFor(diseases.table, 'certificate', `(${plainNumber('certificate_number')})`),
    indexFor(determinations.table, 'certificate', `(${plainNumber('diagnosis_certificate')})`),
    personIndex(diseases),
    personIndex(determinations),
  ],
  sql: `${certificate} UNION ALL ${person}`,
};
