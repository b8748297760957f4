import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf } from '../../finding.js';
import type { OccupationalDiseasePayload } from '../../generated/event-types.js';
import { schemasFolder } from '../../own-files.js';
import { rules } from './rules.js';

const valid = JSON.parse(
  readFileSync(join(schemasFolder(), 'events/occupational-disease/valid-payload.json'), 'utf8'),
) as OccupationalDiseasePayload;

const found = (change: Partial<OccupationalDiseasePayload>) =>
  findingsOf(rules, { ...valid, ...change }).map(({ code, field }) => `${field} ${code}`);

describe('a disease report', () => {
  it('needs its certificate and date unless suspected or not occupational', () => {
    const bare = { certificateNumber: null, diagnosedOn: null };
    expect(found(bare)).toEqual([
      'certificateNumber OD_DIAGNOSIS_NEEDS_CERTIFICATE',
      'diagnosedOn OD_DIAGNOSIS_NEEDS_CERTIFICATE',
    ]);
    expect(found({ ...bare, reportKind: 'SUSPECTED' })).toEqual([]);
    expect(found({ ...bare, reportKind: 'NOT_OCCUPATIONAL' })).toEqual([]);
  });

  it('that is a suspicion has neither', () => {
    expect(found({ reportKind: 'SUSPECTED' })).toEqual([
      'certificateNumber OD_SUSPECTED_NOT_DIAGNOSED',
      'diagnosedOn OD_SUSPECTED_NOT_DIAGNOSED',
    ]);
  });

  it('that follows another names it, and not itself', () => {
    for (const reportKind of ['REASSESSED_UPHELD', 'REASSESSED_CHANGED', 'PROGRESSED']) {
      const followUp = { reportKind, stage: 'P2' };
      expect(found(followUp)).toEqual(['priorCertificateNumber OD_FOLLOW_UP_NEEDS_PRIOR']);
      expect(found({ ...followUp, priorCertificateNumber: 'Z-1' })).toEqual([]);
      expect(found({ ...followUp, priorCertificateNumber: valid.certificateNumber })).toEqual([
        'priorCertificateNumber OD_PRIOR_IS_OTHER',
      ]);
    }
  });

  it('of a progression is of a pneumoconiosis beyond its first stage', () => {
    const progressed = { reportKind: 'PROGRESSED', priorCertificateNumber: 'Z-1' };
    expect(found({ ...progressed, stage: 'P1' })).toEqual(['stage OD_PROGRESSION_STAGE']);
    expect(found({ ...progressed, disease: '04001', stage: 'N2' })).toEqual([
      'reportKind OD_PROGRESSION_OF_PNEUMOCONIOSIS',
    ]);
  });

  it('tells of no longer exposure than the worker has lived', () => {
    const bornIn = (birthYear: number | null) => ({ ...valid.worker, birthYear });
    expect(found({ worker: bornIn(2000), exposureMonths: 25 * 12 - 1 })).toEqual([]);
    expect(found({ worker: bornIn(2000), exposureMonths: 25 * 12 })).toEqual([
      'exposureMonths OD_EXPOSURE_WITHIN_LIFE',
    ]);
    expect(found({ worker: bornIn(null), exposureMonths: 840 })).toEqual([]);
  });

  it('of a diagnosis says what the figures and the law ask for', () => {
    expect(found({ exposureMonths: null })).toEqual(['exposureMonths OD_EXPOSURE_MISSING']);
    expect(found({ institution: null })).toEqual(['institution OD_INSTITUTION_MISSING']);
    expect(found({ disease: '04002', stage: null, exposureMonths: null })).toEqual([]);
  });

  it.each([
    ['01001', 'P3', true],
    ['01013', 'P1', true],
    ['01014', 'P1', false],
    ['01001', 'N1', false],
    ['04001', 'N3', true],
    ['04002', 'N3', false],
    ['05001', 'C2', true],
    ['07012', 'A1', true],
    ['07001', 'A1', false],
    ['04001', 'unknown', true],
  ])('of %s in stage %s fits: %s', (disease, stage, fits) => {
    expect(found({ disease, stage })).toEqual(fits ? [] : ['stage OD_STAGE_FITS_DISEASE']);
  });

  it('of a pneumoconiosis has its stage once diagnosed', () => {
    expect(found({ stage: null })).toEqual(['stage OD_PNEUMOCONIOSIS_NEEDS_STAGE']);
    expect(found({ stage: null, reportKind: 'REASSESSED_UPHELD', priorCertificateNumber: 'Z-1' })).toEqual([]);
    expect(found({ stage: null, disease: '01014' })).toEqual([]);
  });

  it('of a deafness or a poisoning should have its degree', () => {
    for (const disease of ['04001', '05001'])
      expect(found({ stage: null, disease })).toEqual(['stage OD_DEGREE_MISSING']);
  });

  it('comes after the diagnosis, which comes before death', () => {
    expect(found({ reportedOn: '2024-03-05', diedOn: '2024-03-05' })).toEqual([]);
    expect(found({ reportedOn: '2024-03-04' })).toEqual(['reportedOn OD_DATE_ORDER']);
    expect(found({ diedOn: '2024-03-04' })).toEqual(['diagnosedOn OD_DATE_ORDER']);
  });

  it('is late on the 16th day', () => {
    expect(found({ reportedOn: '2024-03-20' })).toEqual([]);
    expect(found({ reportedOn: '2024-03-21' })).toEqual(['reportedOn OD_LATE_REPORT']);
  });
});
