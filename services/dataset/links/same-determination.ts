import {
  bothSides,
  indexFor,
  inRecordOrder,
  personIndex,
  personOf,
  plainNumber,
  samePerson,
  type LinkDefinition,
} from './link-definition.js';

const determinations = { table: 'current_injury_determination', column: 'worker_identity_ref' };

const certificate = (application: string) => plainNumber(`${application}.diagnosis_certificate`);
const sameCertificate = `${certificate('r')} = ${certificate('l')}`;

/** By Asia/Shanghai. */
const accidentDay = (application: string) => `(${application}.accident_at AT TIME ZONE 'Asia/Shanghai')::date`;

/**
 * Applied for anew: after the one before was refused at the door (不予受理, of which no record tells the day), or was
 * decided against the worker, ended or revoked. While an application is open, and once it has been granted and stands,
 * there is nothing to apply for again.
 */
const isAnew = (first: string, again: string) => `(${again}.applied_on >= ${first}.applied_on AND (
  ${first}.status = 'REJECTED' OR ${again}.applied_on > ${first}.decided_on AND (
    ${first}.status = 'REVOKED' OR coalesce(${first}.conclusion, '') NOT IN ('RECOGNIZED', 'DEEMED'))))`;

const stand = `l.operation = 'ASSERT' AND r.operation = 'ASSERT'
  AND (${isAnew('l', 'r')}) IS NOT TRUE AND (${isAnew('r', 'l')}) IS NOT TRUE`;

const byAccident = `
  SELECT 'PERSON_ACCIDENT' AS rule, ${bothSides},
    jsonb_build_object('certificate', false, 'samePerson', true, 'sameDay', true,
      'appliedDaysApart', abs(r.applied_on - l.applied_on)) AS evidence
  FROM ${samePerson(determinations, determinations)} AND ${inRecordOrder}
  WHERE ${stand} AND ${accidentDay('r')} = ${accidentDay('l')} AND (${sameCertificate}) IS NOT TRUE`;

/** Two persons that are both known and differ are told apart, whatever the certificate says. */
const byCertificate = `
  SELECT 'CERTIFICATE' AS rule, ${bothSides},
    jsonb_build_object('certificate', true, 'samePerson', lp.person_id = rp.person_id,
      'appliedDaysApart', abs(r.applied_on - l.applied_on)) AS evidence
  FROM ${determinations.table} l
    JOIN ${determinations.table} r ON ${sameCertificate} AND ${inRecordOrder}
    ${personOf('lp', 'l', determinations.column)}
    ${personOf('rp', 'r', determinations.column)}
  WHERE ${stand} AND (lp.person_id = rp.person_id) IS NOT FALSE`;

/** Which injury or disease was applied for twice (工伤保险条例 Art. 17: one application an injury)? */
export const sameDetermination: LinkDefinition = {
  kind: 'SAME_DETERMINATION',
  label: '同一工伤重复申请',
  rules: {
    PERSON_ACCIDENT: '同一人员、同一日的事故，前一申请未被不予受理、不予认定、终止或撤销',
    CERTIFICATE: '诊断证明书编号一致，前一申请未被不予受理、不予认定、终止或撤销',
  },
  left: 'injury-determination',
  right: 'injury-determination',
  indexes: [
    indexFor(determinations.table, 'certificate', `(${plainNumber('diagnosis_certificate')})`),
    personIndex(determinations),
  ],
  sql: `${byAccident} UNION ALL ${byCertificate}`,
};
