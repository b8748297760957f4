import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Finding } from '../schemas/finding.js';
import { eventContract } from '../schemas/generated/contract-index.js';
import { checkPayload, declaredRules } from '../schemas/record-check.js';
import { columnOf, inColumnWords } from './connector-columns.js';
import type { Feed, Mapping, MappingContext } from './connector.js';
import { connectors } from './generated/feed-index.js';

type Row = Record<string, string | null | undefined>;
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
function submit(feed: Feed, row: Row): { mapping: Mapping<object>; findings: Finding[] } {
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

  it('names the column and what it expects, for each finding of its samples', () => {
    for (const file of samples) {
      const { findings } = submit(feed, read<Sample>(file).row);
      for (const finding of findings) {
        const column = columnOf(feed, finding.field);
        const { remedy } = inColumnWords(feed, finding);
        expect([file, column?.heading]).toEqual([file, expect.any(String)]);
        expect([file, remedy]).toEqual([file, expect.stringContaining(`「${column?.heading}」`)]);
        expect([file, remedy]).toEqual([file, expect.stringContaining(column?.expects ?? '')]);
      }
    }
  });

  it('has a column for each place that a rule of its columns looks at', () => {
    // What no column fills is empty, so that nothing can be found there.
    const ofColumns = declared.filter(({ fields: [field = ''] }) => columnOf(feed, field));
    const places = ofColumns.flatMap(({ code, fields }) => fields.map((field) => ({ code, field })));
    expect(places.filter(({ field }) => !columnOf(feed, field))).toEqual([]);
  });

  it('retracts with nothing but its key, its basis and a reason, and takes the period from the dates that are there', () => {
    const bare = { operation: '撤回', reason: '误报' };
    const needed = submit(feed, bare).findings.map(({ field }) => field);
    const row = { ...Object.fromEntries(needed.map((key) => [key, valid[key] ?? null])), ...bare };
    expect(submit(feed, row).mapping).toMatchObject({
      ok: true,
      row: { operation: 'RETRACT', reason: '误报', payload: null, periodDate: null },
      warnings: [],
    });
    expect(needed.length).toBe(feed.basisKind === 'exportAsOf' ? 1 : 2);
    expect(submit(feed, { ...valid, ...bare }).mapping).toMatchObject({
      ok: true,
      row: { periodDate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string },
    });
  });

  it('gives a basis exactly when its basis is not the time of the export', () => {
    const { mapping } = submit(feed, valid);
    expect(mapping.ok && typeof mapping.row.basis).toBe(feed.basisKind === 'exportAsOf' ? 'undefined' : 'number');
  });

  it('says a replaced record is of the same source', () => {
    const { mapping } = submit(feed, { ...valid, replacesRecordId: 'OLD-1' });
    expect(mapping).toMatchObject({ ok: true, row: { replaces: { sourceId: 'source-1', recordId: 'OLD-1' } } });
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
