import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Finding } from '../schemas/finding.js';
import { eventContract } from '../schemas/generated/contract-index.js';
import { checkPayload, declaredRules } from '../schemas/record-check.js';
import { columnOf } from './connector-columns.js';
import type { Feed, Mapping, MappingContext } from './connector.js';
import { connectors } from './generated/feed-index.js';

type Row = Record<string, string | null>;
type Sample = { code: string; row: Row; expect: { field: string } };

const here = dirname(fileURLToPath(import.meta.url));
const TODAY = '2026-11-24';

const context: MappingContext = {
  sourceId: 'source-1',
  today: TODAY,
  sealPerson: ({ birthDate, sex }, recordId) => ({
    identityRef: `person-of-${recordId}`,
    birthYear: birthDate === null ? null : Number(birthDate.slice(0, 4)),
    sex,
  }),
  sealEmployerPerson: (_identity, recordId) => `employer-of-${recordId}`,
  sealText: (text, recordId, field) => (text === null ? null : `${field}-of-${recordId}`),
};

/** As the intake does: read, map, check by the contract. */
function submit(feed: Feed, row: Row): { mapping: Mapping<unknown>; findings: Finding[] } {
  const mapping = feed.map(feed.sourceRecord.parse(row), context);
  if (!mapping.ok) return { mapping, findings: mapping.findings };
  const { payload } = mapping.row;
  const checked = payload === null ? [] : checkPayload(eventContract(feed.eventType), payload, { today: TODAY });
  return { mapping, findings: [...mapping.warnings, ...checked] };
}

const cases = connectors.flatMap(({ department, feeds }) =>
  feeds.map((feed) => ({ name: `${department}/${feed.feed}`, feed, folder: join(here, department, feed.feed) })),
);

describe.each(cases)('the feed $name', ({ feed, folder }) => {
  const read = <T>(file: string) => JSON.parse(readFileSync(join(folder, 'samples', file), 'utf8')) as T;
  const samples = readdirSync(join(folder, 'samples')).filter((file) => file !== 'valid.json');
  const valid = read<{ row: Row }>('valid.json').row;
  const declared = [...feed.rules, ...declaredRules(eventContract(feed.eventType))];
  const codes = new Set(declared.map(({ code }) => code));

  it('accepts its valid sample without a finding', () => {
    expect(submit(feed, valid)).toMatchObject({ mapping: { ok: true }, findings: [] });
  });

  it('accepts the example row of its template', () => {
    const row = Object.fromEntries(feed.columns.map(({ key, example }) => [key, example]));
    expect(submit(feed, row).findings).toEqual([]);
  });

  it('has a sample for each code that it declares, and declares each code that it has a sample for', () => {
    expect(samples.map((file) => file.replace('.json', '')).sort()).toEqual([...codes].sort());
  });

  it.each(samples)('reports %s', (file) => {
    const { code, row, expect: expected } = read<Sample>(file);
    const found = submit(feed, row).findings.find((finding) => finding.code === code);
    expect(file).toBe(`${code}.json`);
    expect(found).toMatchObject({ code, field: expected.field });
    expect(declared).toContainEqual(expect.objectContaining({ code, severity: found?.severity }));
  });

  it('names a column for each finding of its samples', () => {
    for (const file of samples) {
      for (const { field } of submit(feed, read<Sample>(file).row).findings) {
        expect(columnOf(feed, field)?.heading).toBeTruthy();
      }
    }
  });

  it('retracts with key, basis and reason alone', () => {
    const kept = ['accidentNumber', 'reportCardNumber', 'applicationNumber', 'changedAt', 'sequence'];
    const keys = Object.entries(valid).filter(
      ([key]) => kept.includes(key) && key === (kept.find((k) => k === key) ?? ''),
    );
    const row = { ...Object.fromEntries(keys), operation: '撤回', reason: '误报' };
    const { mapping } = submit(feed, row);
    expect(mapping).toMatchObject({
      ok: true,
      row: { operation: 'RETRACT', reason: '误报', payload: null, periodDate: null },
    });
    expect(submit(feed, { ...valid, ...row }).mapping).toMatchObject({
      ok: true,
      row: { periodDate: expect.stringMatching(/^2024-/) as string },
    });
  });

  it('always answers with a mapping, whatever is in the cells, and only with declared codes', () => {
    const strange = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom(
        '2024-03-05',
        '20240305',
        '2024-03-05 14:20',
        '-1',
        '1e9',
        '9'.repeat(40),
        '是',
        '撤回',
        '220104',
        '14-4',
      ),
      fc.constantFrom(...Object.values(valid)),
    );
    const rows = fc.record(Object.fromEntries(feed.columns.map(({ key }) => [key, fc.option(strange)])));
    const few = fc.record(Object.fromEntries(feed.columns.map(({ key }) => [key, strange])), { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.oneof(
          rows,
          few.map((row) => ({ ...valid, ...row })),
        ),
        (row) => {
          const { mapping, findings } = submit(feed, row);
          expect(typeof mapping.ok).toBe('boolean');
          if (!mapping.ok) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
          for (const { code } of findings) expect(codes).toContain(code);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never repeats a personal value in a finding', () => {
    const personal = feed.columns.filter((column) => column.personal).map(({ key }) => key);
    const secret = fc.stringMatching(/^[A-Za-z]{12}$/);
    fc.assert(
      fc.property(secret, (value) => {
        const row = { ...valid, ...Object.fromEntries(personal.map((key) => [key, value])) };
        expect(JSON.stringify(submit(feed, row).findings)).not.toContain(value);
      }),
      { numRuns: 20 },
    );
  });
});
