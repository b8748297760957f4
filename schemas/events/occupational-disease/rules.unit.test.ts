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

  it('that follows another names it', () => {
    for (const reportKind of ['REASSESSED_UPHELD', 'REASSESSED_CHANGED', 'PROGRESSED']) {
      expect(found({ reportKind })).toEqual(['priorCertificateNumber OD_FOLLOW_UP_NEEDS_PRIOR']);
      expect(found({ reportKind, priorCertificateNumber: 'Z-1' })).toEqual([]);
    }
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
    ['04001', null, true],
    ['04001', 'unknown', true],
  ])('of %s in stage %s fits: %s', (disease, stage, fits) => {
    expect(found({ disease, stage })).toEqual(fits ? [] : ['stage OD_STAGE_FITS_DISEASE']);
  });

  it('of a pneumoconiosis has its stage once diagnosed', () => {
    expect(found({ stage: null })).toEqual(['stage OD_PNEUMOCONIOSIS_NEEDS_STAGE']);
    expect(found({ stage: null, reportKind: 'SUSPECTED' })).toEqual([]);
    expect(found({ stage: null, disease: '01014' })).toEqual([]);
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
