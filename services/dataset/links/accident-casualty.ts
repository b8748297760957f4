import { bothSides, indexFor, inOneSystem, plainNumber, type LinkDefinition } from './link-definition.js';

const accidents = 'current_work_safety_accident';
const casualties = 'current_accident_casualty';

const number = (record: string) => plainNumber(`${record}.accident_number`);

/** Counties number their accidents independently, so the source's own accident comes first. */
const sameSource = `
  SELECT 'SOURCE_NUMBER' AS rule, ${bothSides},
    jsonb_build_object('accidentNumber', true, 'sameSource', true) AS evidence
  FROM ${accidents} l JOIN ${casualties} r ON ${number('r')} = ${number('l')} AND ${inOneSystem}
  WHERE l.operation = 'ASSERT' AND r.operation = 'ASSERT'`;

/** A casualty that another source reports: only when no more than one accident of the hub bears that number. */
const uniqueNumber = `
  SELECT 'UNIQUE_NUMBER' AS rule, ${bothSides},
    jsonb_build_object('accidentNumber', true, 'sameSource', false) AS evidence
  FROM ${accidents} l JOIN ${casualties} r ON ${number('r')} = ${number('l')} AND NOT ${inOneSystem}
  WHERE l.operation = 'ASSERT' AND r.operation = 'ASSERT' AND NOT EXISTS (
    SELECT FROM ${accidents} o WHERE ${number('o')} = ${number('r')} AND o.operation = 'ASSERT'
      AND (o.source_id, o.record_id) <> (l.source_id, l.record_id))`;

/** Whose casualty is it? 生产安全事故报告和调查处理条例 Art. 12. */
export const accidentCasualty: LinkDefinition = {
  kind: 'ACCIDENT_CASUALTY',
  label: '生产安全事故与伤亡人员',
  rules: { SOURCE_NUMBER: '同一来源系统内事故编号一致', UNIQUE_NUMBER: '事故编号一致且全省唯一' },
  left: 'work-safety-accident',
  right: 'accident-casualty',
  indexes: [
    indexFor(accidents, 'number', `(${plainNumber('accident_number')})`),
    indexFor(casualties, 'number', `(${plainNumber('accident_number')})`),
  ],
  sql: `${sameSource} UNION ALL ${uniqueNumber}`,
};
