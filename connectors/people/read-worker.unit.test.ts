import { createRowReader } from '../reading/row-reader.js';
import { readWorker } from './read-worker.js';
import { workerColumns } from './worker-columns.js';

const worker = (cells: Record<string, string | null>, day = '2024-03-05') => {
  const row = { workerName: '张三', workerCertificateType: '01', ...cells };
  const reader = createRowReader(workerColumns('姓名'), row, { today: '2026-11-24' });
  return { identity: readWorker(reader, day), codes: reader.findings.map(({ code, field }) => `${field} ${code}`) };
};

describe('a worker', () => {
  it('has sex and birth date from the number where the columns are empty', () => {
    expect(worker({ workerCertificateNumber: '222521198503120011' })).toEqual({
      identity: {
        certificateType: '01',
        certificateNumber: '222521198503120011',
        name: '张三',
        birthDate: '1985-03-12',
        sex: '1',
        telephone: null,
      },
      codes: [],
    });
  });

  it.each(['222521850312001', '222521198503120011', ' 2225 2119 8503 1200 11', '２２２５２１１９８５０３１２００１１'])(
    'has one number however it is written: %s',
    (number) => {
      expect(worker({ workerCertificateNumber: number }).identity.certificateNumber).toBe('222521198503120011');
    },
  );

  it('has a capital X at the end of the number', () => {
    expect(worker({ workerCertificateNumber: '22252119691130008x' }).identity.certificateNumber).toBe(
      '22252119691130008X',
    );
  });

  it('keeps the number of another certificate without checking it', () => {
    const { identity, codes } = worker({
      workerCertificateType: '护照',
      workerCertificateNumber: 'e1234567',
      workerSex: '女',
    });
    expect(identity).toMatchObject({ certificateType: '06', certificateNumber: 'E1234567', sex: '2', birthDate: null });
    expect(codes).toEqual([]);
  });

  it('without a number is accepted with a warning', () => {
    expect(worker({}).codes).toEqual(['workerCertificateNumber CERTIFICATE_NUMBER_MISSING']);
  });

  it('of unknown sex has the number’s, and contradicts nothing', () => {
    const { identity, codes } = worker({ workerCertificateNumber: '222521198503120011', workerSex: '0' });
    expect([identity.sex, codes]).toEqual(['1', []]);
  });

  it('has all faults told at once', () => {
    const { codes } = worker({
      workerCertificateNumber: '222521198503120011',
      workerSex: '女',
      workerBirthDate: '2015-01-01',
      workerName: null,
    });
    expect(codes).toEqual([
      'workerName REQUIRED_MISSING',
      'workerSex ID_SEX_MISMATCH',
      'workerBirthDate ID_BIRTH_MISMATCH',
      'workerBirthDate AGE_UNUSUAL',
    ]);
  });

  it.each([
    ['2008-03-05', []],
    ['2008-03-06', ['workerBirthDate AGE_UNUSUAL']],
    ['1953-03-06', []],
    ['1953-03-05', ['workerBirthDate AGE_UNUSUAL']],
  ])('born on %s is of working age (16-70) on 2024-03-05 or said not to be', (workerBirthDate, expected) => {
    const { codes } = worker({ workerBirthDate });
    expect(codes.filter((code) => code.endsWith('AGE_UNUSUAL'))).toEqual(expected);
  });

  it('whose number is not right is not told about sex and birth as well', () => {
    expect(worker({ workerCertificateNumber: '222521198503120012', workerSex: '女' }).codes).toEqual([
      'workerCertificateNumber ID_CHECK_DIGIT',
    ]);
  });
});
