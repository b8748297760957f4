import {
  bothSides,
  inOneSystem,
  inRecordOrder,
  personIndex,
  plainNumber,
  samePerson,
  type LinkDefinition,
} from './link-definition.js';

const casualties = { table: 'current_accident_casualty', column: 'person_identity_ref' };

/** Numbers of accidents are one source's own. */
const sameNumber = `(${inOneSystem}
  AND ${plainNumber('l.accident_number')} = ${plainNumber('r.accident_number')})`;

/** Days by Asia/Shanghai. */
const daysApart = `(r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date - (l.occurred_at AT TIME ZONE 'Asia/Shanghai')::date`;

/** Which person of an accident is listed twice? One person in both, always; under one accident, or on one day. */
export const sameCasualty: LinkDefinition = {
  kind: 'SAME_CASUALTY',
  label: '同一伤亡人员重复报告',
  rules: { ACCIDENT_NUMBER: '同一起事故中的同一人员', PERSON_DAY: '同一人员且事故发生在同一日' },
  left: 'accident-casualty',
  right: 'accident-casualty',
  indexes: [personIndex(casualties)],
  sql: `
    SELECT CASE WHEN ${sameNumber} THEN 'ACCIDENT_NUMBER' ELSE 'PERSON_DAY' END AS rule, ${bothSides},
      jsonb_build_object('accidentNumber', coalesce(${sameNumber}, false), 'samePerson', true,
        'daysApart', ${daysApart}) AS evidence
    FROM ${samePerson(casualties, casualties)} AND ${inRecordOrder}
    WHERE l.operation = 'ASSERT' AND r.operation = 'ASSERT' AND (${sameNumber} OR ${daysApart} = 0)`,
};
