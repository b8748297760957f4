import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf } from '../../finding.js';
import type { WorkSafetyAccidentPayload } from '../../generated/event-types.js';
import { schemasFolder } from '../../own-files.js';
import { rules } from './rules.js';

const valid = JSON.parse(
  readFileSync(join(schemasFolder(), 'events/work-safety-accident/valid-payload.json'), 'utf8'),
) as WorkSafetyAccidentPayload;

const found = (change: Partial<WorkSafetyAccidentPayload>) =>
  findingsOf(rules, { ...valid, ...change }).map(({ code, field }) => `${field} ${code}`);

describe('an accident', () => {
  it('has the grade of its toll, neither milder nor worse', () => {
    expect(found({ deaths: 3, grade: '2' })).toEqual([]);
    expect(found({ deaths: 3 })).toEqual(['grade ACC_GRADE_FITS_TOLL']);
    expect(found({ grade: '2' })).toEqual(['grade ACC_GRADE_FITS_TOLL']);
  });

  it('does not count the missing as dead', () => {
    expect(found({ missing: 40 })).toEqual([]);
  });

  it('of an unknown grade is left to the code list', () => {
    expect(found({ grade: '9' })).toEqual([]);
  });

  it('is reported at the earliest when it occurs', () => {
    expect(found({ reportedAt: valid.occurredAt })).toEqual([]);
    expect(found({ reportedAt: valid.occurredAt - 1 })).toEqual(['reportedAt ACC_REPORTED_AFTER_OCCURRED']);
  });

  it('is late after three hours in its first report, not in later ones', () => {
    const hours = (count: number) => ({ reportedAt: valid.occurredAt + count * 3_600_000 });
    expect(found({ ...hours(3), reportStage: 'INITIAL' })).toEqual([]);
    expect(found({ ...hours(3.01), reportStage: 'INITIAL' })).toEqual(['reportedAt ACC_LATE_REPORT']);
    expect(found({ ...hours(40), reportStage: 'FOLLOW_UP' })).toEqual([]);
  });

  it('without any harm is doubted', () => {
    const none = { deaths: 0, missing: 0, seriousInjuries: 0, minorInjuries: 0, directLossFen: null };
    expect(found(none)).toEqual(['deaths ACC_NO_HARM']);
    expect(found({ ...none, minorInjuries: 1 })).toEqual([]);
    expect(found({ ...none, directLossFen: 1 })).toEqual([]);
  });
});
