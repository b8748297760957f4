import type { MappingContext } from '../../connector.js';
import { feed } from './feed.js';

const example = Object.fromEntries(feed.columns.map(({ key, example }) => [key, example]));
const seals: string[] = [];
const context: MappingContext = {
  sourceId: 'source-1',
  today: '2026-11-24',
  sealPerson: (_identity, recordId) => {
    seals.push(recordId);
    return { identityRef: 'ref', birthYear: 1985, sex: '1' };
  },
  sealEmployerPerson: () => 'employer-ref',
  sealText: () => null,
};
const map = (change: Record<string, string | null>) =>
  feed.map(feed.sourceRecord.parse({ ...example, ...change }), context);

describe('a row with several faults', () => {
  const faulty = {
    workerSex: '女',
    diagnosedOn: '昨天',
    economicType: '999',
    stage: 'N1',
    exposureYears: '71',
    employerUscc: '1',
  };

  it('has them all told at once: of reading, of the person and of the contract', () => {
    const mapping = map(faulty);
    expect(mapping.ok ? [] : mapping.findings.map(({ code, field }) => `${field} ${code}`)).toEqual([
      'diagnosedOn DATE_UNREADABLE',
      'workerSex ID_SEX_MISMATCH',
      'employer.uscc USCC_LENGTH',
      'economicType CODE_UNKNOWN',
      'exposureMonths NUMBER_OUT_OF_RANGE',
      'stage OD_STAGE_FITS_DISEASE',
    ]);
  });

  it('is told of each fault in the words of its column', () => {
    const mapping = map(faulty);
    const remedies = mapping.ok ? [] : mapping.findings.map(({ remedy }) => remedy);
    expect(remedies.filter((remedy) => !remedy.includes('」'))).toEqual([]);
    expect(remedies[2]).toBe(
      '请按营业执照或登记证书核对「统一社会信用代码」，填写18位统一社会信用代码；雇主为自然人的填其居民身份证号码（将加密）。',
    );
    // The payload counts months; the card has years and months.
    expect(remedies[4]).toMatch(/「接害工龄（年）」的数值和计量单位，填写接害工龄的整年数/);
  });

  it('has nothing sealed', () => {
    seals.length = 0;
    map(faulty);
    expect(seals).toEqual([]);
  });
});

describe('a row without its key', () => {
  it.each([null, '222521198503120011', '长'.repeat(501)])(
    'or with one that may not be a key (%s) has no record',
    (reportCardNumber) => {
      expect(map({ reportCardNumber })).toMatchObject({ ok: false, recordId: null });
    },
  );
});

describe('an operation', () => {
  it.each([
    [null, 'ASSERT'],
    ['报送', 'ASSERT'],
    ['撤回', 'RETRACT'],
    ['RETRACT', 'RETRACT'],
  ])('%s is %s', (operation, expected) => {
    expect(map({ operation, reason: '误报' })).toMatchObject({ ok: true, row: { operation: expected } });
  });

  it('that is neither is refused', () => {
    expect(map({ operation: '删除' })).toMatchObject({
      ok: false,
      findings: [{ code: 'CODE_UNKNOWN', field: 'operation' }],
    });
  });
});

describe('one division column for report and seat', () => {
  it('leaves out a seat whose code was not yet in force when the disease was diagnosed', () => {
    const mapping = map({ division: '公主岭市', diagnosedOn: '2019-12-25', reportedOn: '2020-01-03' });
    expect(mapping).toMatchObject({ ok: true, row: { payload: { division: '220184', employer: { division: null } } } });
  });
});
