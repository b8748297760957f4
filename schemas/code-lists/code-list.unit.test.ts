import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemasFolder } from '../own-files.js';
import { codeEntry, codeList, codeListIds, codeName, isCodeValid, type CodeEntry, type CodeList } from './code-list.js';

const from = (entry: CodeEntry) => entry.validFrom ?? '0000-00-00';
const to = (entry: CodeEntry) => entry.validTo ?? '9999-99-99';
const entriesOn = (listId: string, on: string) =>
  codeList(listId).entries.filter((entry) => from(entry) <= on && on <= to(entry));

describe.each(codeListIds())('the code list %s', (id) => {
  const list = codeList(id);

  it('carries its own file name as id, a label and a source', () => {
    expect(list).toMatchObject({ id, label: expect.stringMatching(/\p{Script=Han}/u), source: expect.any(String) });
    expect(list.source.length).toBeGreaterThan(10);
  });

  it('names every entry, and dates it by real days in the right order', () => {
    for (const entry of list.entries) {
      expect(entry.code).toMatch(/^[0-9A-Z_-]+$/i);
      expect(entry.name.trim()).toBe(entry.name);
      expect(entry.name).not.toBe('');
      for (const day of [entry.validFrom, entry.validTo]) {
        if (day !== undefined) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
      }
      expect(from(entry) <= to(entry)).toBe(true);
    }
  });

  it('never gives one code two meanings on one day', () => {
    expect(overlaps(list)).toEqual([]);
  });

  it('has every parent it names, in force whenever the child is', () => {
    expect(orphans(list)).toEqual([]);
  });

  it('writes one entry a line, so that a changed code is a changed line', () => {
    const text = readFileSync(join(schemasFolder(), 'code-lists', `${id}.json`), 'utf8');
    expect(text.split('\n').filter((line) => line.startsWith('    { "code": ')).length).toBe(list.entries.length);
  });
});

function overlaps(list: CodeList): string[] {
  return list.entries.flatMap((a, i) =>
    list.entries
      .slice(i + 1)
      .filter((b) => a.code === b.code && from(a) <= to(b) && from(b) <= to(a))
      .map((b) => `${a.code}: ${a.name} and ${b.name}`),
  );
}

/** A parent that changed its name half-way has two entries: both ends of the child's life are looked up. */
function orphans(list: CodeList): string[] {
  const parents = list.parentList ?? list.id;
  return list.entries
    .filter(({ parent }) => parent !== undefined)
    .filter((entry) => {
      const days = [entry.validFrom, entry.validTo ?? '2100-01-01'];
      return days.some((day) => !codeEntry(parents, entry.parent ?? '', day));
    })
    .map(({ code, parent }) => `${code} → ${parent}`);
}

describe('the reference facts', () => {
  it('count 132 diseases in 10 categories before 2025-08-01, 135 in 12 after', () => {
    expect(entriesOn('occupational-disease', '2025-07-31')).toHaveLength(132);
    expect(entriesOn('occupational-disease-category', '2025-07-31')).toHaveLength(10);
    expect(entriesOn('occupational-disease', '2025-08-01')).toHaveLength(135);
    expect(entriesOn('occupational-disease-category', '2025-08-01')).toHaveLength(12);
  });

  it('count as many diseases in each category as the catalogue announces', () => {
    for (const category of codeList('occupational-disease-category').entries) {
      const diseases = entriesOn('occupational-disease', from(category)).filter(
        ({ parent }) => parent === category.code,
      );
      expect(diseases).toHaveLength(Number(category.attributes?.diseases));
    }
  });

  it('count 20 sections, 97 divisions, 473 groups and 1380 classes of industry', () => {
    const sizes = ['industry-section', 'industry-division', 'industry-group', 'industry'].map(
      (id) => codeList(id).entries.length,
    );
    expect(sizes).toEqual([20, 97, 473, 1380]);
  });

  it('count 20 accident types to 2026-06-30 and 27 from 2026-07-01', () => {
    expect(entriesOn('accident-type', '2026-06-30')).toHaveLength(20);
    expect(entriesOn('accident-type', '2026-07-01')).toHaveLength(27);
  });

  it('count 9 prefectures and 60 counties in 2024', () => {
    const level = (wanted: string) => entriesOn('division', '2024-06-30').filter((e) => e.attributes?.level === wanted);
    expect(level('PREFECTURE')).toHaveLength(9);
    expect(level('COUNTY')).toHaveLength(60);
  });

  it('put every industry division but the two of unclear class into a risk class', () => {
    const open = codeList('industry-division').entries.filter(({ attributes }) => attributes?.riskClass === undefined);
    expect(open.map(({ code }) => code)).toEqual(['59', '79']);
    for (const { attributes } of codeList('industry-division').entries) {
      if (attributes) expect(codeEntry('risk-class', String(attributes.riskClass))).toBeDefined();
    }
  });
});

/** An attribute that holds codes of another list is a reference like any other. */
describe('codes inside attributes', () => {
  const listed = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const attribute = (listId: string, name: string) =>
    codeList(listId).entries.flatMap(({ attributes }) => listed(attributes?.[name]));

  it.each([
    ['key-industry', 'divisions', 'industry-division'],
    ['key-industry', 'classes', 'industry'],
    ['key-industry', 'excludedGroups', 'industry-group'],
    ['accident-type', 'crosswalk', 'accident-type'],
  ])('%s.%s exist in %s', (listId, name, target) => {
    const codes = attribute(listId, name);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !codeEntry(target, code))).toEqual([]);
  });

  it('tie each situation to a conclusion that exists', () => {
    for (const { attributes } of codeList('injury-situation').entries) {
      expect(codeEntry('determination-conclusion', String(attributes?.conclusion))).toBeDefined();
    }
  });

  it('apply each disease stage to diseases that exist', () => {
    const diseases = codeList('occupational-disease').entries.map(({ code }) => code);
    for (const prefix of attribute('disease-stage', 'appliesTo')) {
      expect(diseases.some((code) => code.startsWith(prefix))).toBe(true);
    }
  });
});

describe('a look-up on a date', () => {
  it('finds 公主岭 under 四平 until 2019 and under 长春 from 2020', () => {
    expect(isCodeValid('division', '220381', '2019-12-31')).toBe('valid');
    expect(isCodeValid('division', '220381', '2020-01-01')).toBe('not-valid-on-date');
    expect(isCodeValid('division', '220184', '2019-12-31')).toBe('not-valid-on-date');
    expect(isCodeValid('division', '220184', '2020-01-01')).toBe('valid');
    expect(codeEntry('division', '220381', '2019-12-31')?.parent).toBe('220300');
    expect(codeEntry('division', '220184', '2020-01-01')?.parent).toBe('220100');
  });

  it('includes the first and the last day of validity', () => {
    expect(codeName('occupational-disease', '05011', '2013-12-22')).toBeUndefined();
    expect(codeName('occupational-disease', '05011', '2013-12-23')).toBe('铀及其化合物中毒');
    expect(codeName('occupational-disease', '05011', '2025-07-31')).toBe('铀及其化合物中毒');
    expect(codeName('occupational-disease', '05011', '2025-08-01')).toBe('砷化氢中毒');
  });

  it('gives the latest meaning without a date', () => {
    expect(codeName('occupational-disease', '05011')).toBe('砷化氢中毒');
    expect(codeName('division', '229005')).toBe('九台市');
  });

  it('tells a code out of force from a code that never was', () => {
    expect(isCodeValid('accident-type', '1986-01', '2026-07-01')).toBe('not-valid-on-date');
    expect(isCodeValid('accident-type', '1986-21', '2026-07-01')).toBe('unknown');
    expect(isCodeValid('division', '229999', '1989-01-01')).toBe('unknown');
  });

  it('refuses a date in another notation', () => {
    expect(() => codeEntry('division', '220100', '2024/01/01')).toThrow(/YYYY-MM-DD/);
  });
});

describe('an unknown code list', () => {
  it('is an error that names the known ones', () => {
    expect(() => codeList('industries')).toThrow(/No code list "industries".*industry-section/);
    expect(() => codeList('../../package')).toThrow(expect.objectContaining({ code: 'CODE_LIST_UNKNOWN' }));
  });
});
