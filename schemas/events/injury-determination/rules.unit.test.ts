import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf } from '../../finding.js';
import type { InjuryDeterminationPayload } from '../../generated/event-types.js';
import { schemasFolder } from '../../own-files.js';
import { shanghaiInstant, shanghaiMidnight } from '../../period.js';
import { rules } from './rules.js';

const valid = JSON.parse(
  readFileSync(join(schemasFolder(), 'events/injury-determination/valid-payload.json'), 'utf8'),
) as InjuryDeterminationPayload;
const HOUR = 3_600_000;

const found = (change: Partial<InjuryDeterminationPayload>) =>
  findingsOf(rules, { ...valid, ...change }).map(({ code, field }) => `${field} ${code}`);

describe('an occupational disease (14-4)', () => {
  const disease = { situation: '14-4', accidentAt: null, diagnosedOn: '2024-03-05', diagnosisCertificate: 'Z-88' };

  it('needs a certificate and a date of diagnosis, and no accident', () => {
    expect(found(disease)).toEqual([]);
    expect(found({ ...disease, diagnosedOn: null })).toEqual(['diagnosedOn DET_DISEASE_NEEDS_CERTIFICATE']);
    expect(found({ ...disease, diagnosisCertificate: null })).toEqual([
      'diagnosisCertificate DET_DISEASE_NEEDS_CERTIFICATE',
    ]);
  });

  it('has its time to apply from the diagnosis', () => {
    expect(found({ ...disease, diagnosedOn: '2024-02-19' })).toEqual([]);
    expect(found({ ...disease, diagnosedOn: '2024-02-18' })).toEqual(['appliedOn DET_LATE_EMPLOYER_APPLICATION']);
  });
});

describe('a sudden death (15-1)', () => {
  const rescueStartedAt = shanghaiInstant('2024-03-05', 15 * HOUR);
  const death = (hours: number) => ({
    situation: '15-1',
    harmGrade: '3',
    conclusion: 'DEEMED',
    rescueStartedAt,
    diedAt: rescueStartedAt + hours * HOUR,
  });

  it('is within 48 hours of the start of rescue, the last minute included', () => {
    expect(found(death(48))).toEqual([]);
    expect(found(death(48 + 1 / 60))).toEqual(['diedAt DET_SUDDEN_DEATH_48H']);
  });

  it('needs the time of death, and may do without rescue', () => {
    const alive = { ...death(1), diedAt: null, harmGrade: null };
    expect(found(alive)).toEqual(['diedAt DET_SUDDEN_DEATH_48H']);
    expect(found({ ...death(1), rescueStartedAt: null })).toEqual([]);
  });
});

describe('the dates of a case', () => {
  it('may fall on one day, by Asia/Shanghai', () => {
    const day = '2024-03-20';
    const lastMinute = shanghaiMidnight('2024-03-21') - 60_000;
    expect(
      found({ accidentAt: lastMinute, appliedOn: day, acceptedOn: day, decidedOn: day, deliveredOn: day }),
    ).toEqual([]);
  });

  it('name the first stage that is too early, even when a stage between is empty', () => {
    expect(found({ acceptedOn: '2024-03-19' })).toEqual(['acceptedOn DET_DATE_ORDER']);
    expect(found({ acceptedOn: null, decidedOn: '2024-03-19', deliveredOn: '2024-04-08' })).toEqual([
      'decidedOn DET_DATE_ORDER',
      'acceptedOn DET_ACCEPTANCE_DATE_MISSING',
    ]);
    expect(found({ deliveredOn: '2024-04-14' })).toEqual(['deliveredOn DET_DATE_ORDER']);
    expect(found({ accidentAt: shanghaiMidnight('2024-03-21') })).toEqual(['appliedOn DET_DATE_ORDER']);
  });

  it('resume only after a suspension', () => {
    expect(found({ suspendedOn: '2024-04-01', resumedOn: '2024-04-01' })).toEqual([]);
    expect(found({ suspendedOn: '2024-04-02', resumedOn: '2024-04-01' })).toEqual(['resumedOn DET_SUSPENSION_ORDER']);
    expect(found({ resumedOn: '2024-04-01' })).toEqual(['resumedOn DET_SUSPENSION_ORDER']);
  });
});

describe('the conclusion', () => {
  it.each([
    ['RECOGNIZED', '14-1', true],
    ['RECOGNIZED', '15-2', false],
    ['RECOGNIZED', null, false],
    ['DEEMED', '15-2', true],
    ['DEEMED', '14-1', false],
    ['DEEMED', null, false],
    ['NOT_RECOGNIZED', '16-2', true],
    ['NOT_RECOGNIZED', null, true],
    ['NOT_RECOGNIZED', '14-1', false],
    ['WITHDRAWN', '14-1', true],
    ['TERMINATED', null, true],
  ])('%s with situation %s fits: %s', (conclusion, situation, fits) => {
    expect(found({ conclusion, situation })).toEqual(fits ? [] : ['conclusion DET_CONCLUSION_FITS_SITUATION']);
  });

  it('is needed with its date and number once decided, and not before', () => {
    const undecided = { decidedOn: null, deliveredOn: null, conclusion: null, decisionNumber: null };
    for (const status of ['DECIDED', 'RECONSIDERATION', 'LITIGATION', 'REVOKED']) {
      expect(found({ ...undecided, status })).toEqual([
        'decidedOn DET_DECIDED_NEEDS_DECISION',
        'conclusion DET_DECIDED_NEEDS_DECISION',
        'decisionNumber DET_DECIDED_NEEDS_DECISION',
      ]);
    }
    for (const status of ['ACCEPTED', 'INVESTIGATING']) expect(found({ ...undecided, status })).toEqual([]);
    for (const status of ['APPLIED', 'SUPPLEMENT_REQUIRED', 'REJECTED'])
      expect(found({ ...undecided, status, acceptedOn: null })).toEqual([]);
  });

  it('does not come before the decision, but an application may end without one', () => {
    expect(found({ status: 'INVESTIGATING' })).toEqual(['status DET_CONCLUSION_BEFORE_DECISION']);
    expect(found({ status: 'INVESTIGATING', conclusion: 'WITHDRAWN' })).toEqual([]);
  });

  it('has a date of delivery once delivered', () => {
    expect(found({ deliveredOn: null })).toEqual(['deliveredOn DET_DELIVERED_NEEDS_DATE']);
  });
});

describe('the time limits', () => {
  const accident = (day: string) => ({ accidentAt: shanghaiMidnight(day) });

  it('give the employer 30 days, or more when approved', () => {
    expect(found(accident('2024-02-19'))).toEqual([]);
    expect(found(accident('2024-02-18'))).toEqual(['appliedOn DET_LATE_EMPLOYER_APPLICATION']);
    expect(found({ ...accident('2024-02-18'), extensionApproved: true })).toEqual([]);
  });

  it('give the worker, kin and union one year', () => {
    expect(found({ ...accident('2023-03-20'), applicant: 'WORKER' })).toEqual([]);
    expect(found({ ...accident('2023-03-19'), applicant: 'KIN' })).toEqual(['appliedOn DET_LATE_APPLICATION']);
  });

  it('give the agency 60 days, unless the clock was suspended', () => {
    expect(found({ decidedOn: '2024-05-24', deliveredOn: '2024-05-24' })).toEqual([]);
    const late = { decidedOn: '2024-05-25', deliveredOn: '2024-05-25' };
    expect(found(late)).toEqual(['decidedOn DET_LATE_DECISION']);
    expect(found({ ...late, suspendedOn: '2024-04-01' })).toEqual([]);
    expect(found({ ...late, suspendedOn: '2024-04-01', resumedOn: '2024-04-01' })).toEqual([
      'decidedOn DET_LATE_DECISION',
    ]);
    expect(found({ ...late, suspendedOn: '2024-04-01', resumedOn: '2024-04-02' })).toEqual([]);
  });

  it('give it 15 days to accept and 20 to deliver', () => {
    expect(found({ acceptedOn: '2024-04-04', deliveredOn: '2024-05-05' })).toEqual([]);
    expect(found({ acceptedOn: '2024-04-05' })).toEqual(['acceptedOn DET_LATE_ACCEPTANCE']);
    expect(found({ deliveredOn: '2024-05-06' })).toEqual(['deliveredOn DET_LATE_DELIVERY']);
  });
});

describe('the state of a case', () => {
  it('says whether it has been accepted', () => {
    const open = { decidedOn: null, deliveredOn: null, conclusion: null, decisionNumber: null };
    expect(found({ ...open, status: 'REJECTED' })).toEqual(['acceptedOn DET_ACCEPTANCE_FITS_STATUS']);
    expect(found({ acceptedOn: null })).toEqual(['acceptedOn DET_ACCEPTANCE_DATE_MISSING']);
    expect(found({ acceptedOn: null, conclusion: 'WITHDRAWN', situation: null })).toEqual([]);
  });

  it('says whether its clock stands', () => {
    const open = { status: 'SUSPENDED', decidedOn: null, deliveredOn: null, conclusion: null, decisionNumber: null };
    expect(found({ ...open, suspendedOn: '2024-04-01' })).toEqual([]);
    expect(found(open)).toEqual(['suspendedOn DET_SUSPENDED_NEEDS_DATE']);
    expect(found({ ...open, suspendedOn: '2024-04-01', resumedOn: '2024-04-02' })).toEqual([
      'suspendedOn DET_SUSPENDED_NEEDS_DATE',
    ]);
  });

  it('has its clock stand between acceptance and decision', () => {
    const stood = (suspendedOn: string, resumedOn: string | null) => found({ suspendedOn, resumedOn });
    expect(stood('2024-03-25', '2024-04-15')).toEqual([]);
    expect(stood('2024-03-24', null)).toEqual(['suspendedOn DET_SUSPENSION_WITHIN_CASE']);
    expect(stood('2024-04-16', null)).toEqual(['suspendedOn DET_SUSPENSION_WITHIN_CASE']);
    expect(stood('2024-04-01', '2024-04-16')).toEqual(['resumedOn DET_SUSPENSION_WITHIN_CASE']);
  });
});

describe('a death', () => {
  const at = (hours: number) => shanghaiInstant('2024-03-05', hours * HOUR);
  const death = { accidentAt: at(14), rescueStartedAt: at(15), diedAt: at(16), harmGrade: '3' };

  it('follows the accident and the rescue', () => {
    expect(found(death)).toEqual([]);
    expect(found({ ...death, rescueStartedAt: at(13) })).toEqual(['rescueStartedAt DET_DEATH_ORDER']);
    expect(found({ ...death, diedAt: at(14.5) })).toEqual(['diedAt DET_DEATH_ORDER']);
  });

  it('is the harm, and the harm a death', () => {
    expect(found({ ...death, harmGrade: '2' })).toEqual(['harmGrade DET_HARM_FITS_DEATH']);
    expect(found({ ...death, diedAt: null })).toEqual(['harmGrade DET_HARM_FITS_DEATH']);
    expect(found({ ...death, harmGrade: null })).toEqual([]);
  });
});
