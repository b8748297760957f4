import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf } from '../../finding.js';
import type { AccidentCasualtyPayload } from '../../generated/event-types.js';
import { schemasFolder } from '../../own-files.js';
import { shanghaiInstant, shanghaiMidnight } from '../../period.js';
import { rules } from './rules.js';

const valid = JSON.parse(
  readFileSync(join(schemasFolder(), 'events/accident-casualty/valid-payload.json'), 'utf8'),
) as AccidentCasualtyPayload;
const HOUR = 3_600_000;

const found = (change: Partial<AccidentCasualtyPayload>) =>
  findingsOf(rules, { ...valid, ...change }).map(({ code, field }) => `${field} ${code}`);

describe('a death', () => {
  it('needs its time, not before the accident', () => {
    expect(found({ diedAt: null })).toEqual(['diedAt CAS_DEATH_NEEDS_TIME']);
    expect(found({ diedAt: valid.occurredAt })).toEqual([]);
    expect(found({ diedAt: valid.occurredAt - 1 })).toEqual(['diedAt CAS_DIED_AFTER_OCCURRED']);
  });

  it('is part of the toll up to the end of the thirtieth day by Asia/Shanghai', () => {
    const occurredAt = shanghaiInstant('2024-03-05', 23 * HOUR);
    expect(found({ occurredAt, diedAt: shanghaiMidnight('2024-04-05') - 1 })).toEqual([]);
    expect(found({ occurredAt, diedAt: shanghaiMidnight('2024-04-05') })).toEqual(['diedAt CAS_DEATH_AFTER_WINDOW']);
  });

  it('within those days is a death, later it may stay an injury', () => {
    const injured = { harmGrade: '2', lostWorkdays: null, occurredAt: shanghaiInstant('2024-03-05', 8 * HOUR) };
    expect(found({ ...injured, diedAt: shanghaiMidnight('2024-04-04') })).toEqual(['harmGrade CAS_DEATH_NOT_COUNTED']);
    expect(found({ ...injured, diedAt: shanghaiMidnight('2024-04-05') })).toEqual([]);
  });
});

describe('the lost workdays', () => {
  it.each([
    ['1', 104, 105],
    ['2', 105, 104],
    ['3', 6000, 5999],
  ])('of harm grade %s may be %d, but not %d', (harmGrade, right, wrong) => {
    const diedAt = harmGrade === '3' ? valid.diedAt : null;
    expect(found({ harmGrade, diedAt, lostWorkdays: right })).toEqual([]);
    expect(found({ harmGrade, diedAt, lostWorkdays: wrong })).toEqual(['lostWorkdays CAS_HARM_FITS_WORKDAYS']);
    expect(found({ harmGrade, diedAt, lostWorkdays: null })).toEqual([]);
  });

  it('say nothing of missing persons and acute poisonings', () => {
    expect(found({ harmGrade: '4', diedAt: null, lostWorkdays: 0 })).toEqual([]);
    expect(found({ harmGrade: '5', diedAt: null, lostWorkdays: 10 })).toEqual([]);
  });
});
