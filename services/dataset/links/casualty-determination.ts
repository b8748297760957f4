import { bothSides, personIndex, plainNumber, samePerson, type LinkDefinition } from './link-definition.js';

const casualties = { table: 'current_accident_casualty', column: 'person_identity_ref' };
const determinations = { table: 'current_injury_determination', column: 'worker_identity_ref' };

const sameNumber = `${plainNumber('l.accident_number')} = ${plainNumber('r.accident_number')}`;

/** Days by Asia/Shanghai from the accident as emergency management has it to the accident as the determination has it. */
const daysApart = `(r.accident_at AT TIME ZONE 'Asia/Shanghai')::date - (l.occurred_at AT TIME ZONE 'Asia/Shanghai')::date`;

/**
 * Which casualty of a work-safety accident applied for a determination? One person in both, always; then the number of
 * the accident decides, or else its day, give or take one (a night shift, a report after midnight).
 */
export const casualtyDetermination: LinkDefinition = {
  kind: 'CASUALTY_DETERMINATION',
  label: '事故伤亡人员与工伤认定',
  rules: { ACCIDENT_NUMBER: '事故编号一致且为同一人员', PERSON_DATE: '同一人员且事故日期相差不超过1日' },
  left: 'accident-casualty',
  right: 'injury-determination',
  indexes: [personIndex(casualties), personIndex(determinations)],
  sql: `
    SELECT CASE WHEN ${sameNumber} THEN 'ACCIDENT_NUMBER' ELSE 'PERSON_DATE' END AS rule, ${bothSides},
      jsonb_build_object('accidentNumber', coalesce(${sameNumber}, false), 'samePerson', true,
        'daysApart', ${daysApart}) AS evidence
    FROM ${samePerson(casualties, determinations)}
    WHERE l.operation = 'ASSERT' AND r.operation = 'ASSERT' AND (${sameNumber} OR abs(${daysApart}) <= 1)`,
};
