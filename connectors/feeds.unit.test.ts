import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Finding } from '../schemas/finding.js';
import { eventContract } from '../schemas/generated/contract-index.js';
import { checkPayload, declaredRules } from '../schemas/record-check.js';
import { columnOf, inColumnWords } from './connector-columns.js';
import type { Feed, Mapping, MappingContext, SourceColumn } from './connector.js';
import { connectors } from './generated/feed-index.js';

type Row = Record<string, string | null | undefined>;
/** A row with one fault, the place that its finding names, and the cells that mend it. */
type Sample = { code: string; row: Row; expect: { field: string }; mended: Row };

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

/** True when a rule with this code and severity is declared for the place. */
function isDeclared(
  feed: Feed,
  declared: readonly { code: string; severity: string; fields: readonly string[] }[],
  { code, severity, field }: Finding,
): boolean {
  const places = [field, columnOf(feed, field)?.key, columnOf(feed, field)?.field];
  return declared.some(
    (rule) => rule.code === code && rule.severity === severity && rule.fields.some((each) => places.includes(each)),
  );
}

/** Keys of the columns in which, by its findings, a row may have to be mended. */
function columnsNamedBy(feed: Feed, findings: readonly Finding[]): Set<string> {
  const places = new Set(findings.flatMap(({ field, alsoFields = [] }) => [field, ...alsoFields]));
  const isNamed = ({ key, field, alsoFills = [] }: SourceColumn) =>
    [key, ...(field === undefined ? [] : [field]), ...alsoFills].some((place) => places.has(place));
  return new Set(feed.columns.filter(isNamed).map(({ key }) => key));
}

/** What no cell may hold, by the code that says so: whatever the column, such a cell must be found. */
const BROKEN_CELLS: Readonly<Record<string, string>> = {
  REQUIRED_MISSING: '',
  DATE_UNREADABLE: '前天',
  TIME_UNREADABLE: '2024-03-05',
  NUMBER_UNREADABLE: '约三',
  BOOLEAN_UNREADABLE: '待定',
  ID_NUMBER_MISPLACED: '222521198503120011',
  TEXT_TOO_LONG: '长'.repeat(20_001),
};

/** Each rule of reading with each column for which the feed declares it. */
function readingRulesOf(feed: Feed): { code: string; key: string; cell: string }[] {
  return feed.rules.flatMap(({ code, fields }) => {
    const cell = BROKEN_CELLS[code];
    return cell === undefined ? [] : fields.map((key) => ({ code, key, cell }));
  });
}

describe.each(cases)('the feed $name', ({ feed, folder }) => {
  const read = <T>(file: string) => JSON.parse(readFileSync(join(folder, 'samples', file), 'utf8')) as T;
  const samples = readdirSync(join(folder, 'samples')).filter((file) => file !== 'valid.json');
  const contract = eventContract(feed.eventType);
  const valid = read<{ row: Row }>('valid.json').row;
  const declared = [...feed.rules, ...declaredRules(contract)];
  const codes = new Set(declared.map(({ code }) => code));

  it('accepts its valid sample without a finding', () => {
    expect(submit(feed, valid)).toMatchObject({ mapping: { ok: true }, findings: [] });
  });

  it('accepts the example row of its template', () => {
    const row = Object.fromEntries(feed.columns.map(({ key, example }) => [key, example]));
    expect(submit(feed, row).findings).toEqual([]);
  });

  it('has a sample for each code that it declares, and declares each code that it has a sample for', () => {
    const sampled = new Set(samples.map((file) => file.split('.')[0]));
    expect([...sampled].sort()).toEqual([...codes].sort());
  });

  it('has a sample for each rule that its contract adds to those of its fields, and for each place that one names', () => {
    const sampled = samples.map((file) => read<Sample>(file)).map((sample) => `${sample.code} ${sample.expect.field}`);
    const own = contract.rules.map(({ code, fields }) => `${code} ${fields[0]}`);
    // A cell that the feed requires is missed before the contract is asked.
    const required = feed.columns.filter((column) => column.required).map(({ field }) => `REQUIRED_MISSING ${field}`);
    expect(own.filter((rule) => !sampled.includes(rule) && !required.includes(rule))).toEqual([]);
  });

  it.each(samples)('reports %s and nothing else, and takes the row once the cells that it names are mended', (file) => {
    const { code, row, expect: expected, mended } = read<Sample>(file);
    const { findings } = submit(feed, row);
    expect([file, new Set(findings.map((finding) => finding.code))]).toEqual([file, new Set([code])]);
    expect([code, `${code}.${expected.field}`]).toContain(file.replace('.json', ''));
    const found = findings.find(({ field }) => field === expected.field);
    expect(found).toBeDefined();
    expect(declared).toContainEqual(expect.objectContaining({ code, severity: found?.severity }));
    expect(Object.keys(mended).filter((key) => !columnsNamedBy(feed, findings).has(key))).toEqual([]);
    expect(submit(feed, { ...row, ...mended }).findings).toEqual([]);
  });

  it.each(readingRulesOf(feed))('runs $code on the column $key', ({ code, key, cell }) => {
    const { findings } = submit(feed, { ...valid, [key]: cell });
    expect(findings).toContainEqual(expect.objectContaining({ code, field: key, severity: 'error' }));
  });

  it('names the column and what it expects, for each finding of its samples', () => {
    for (const file of samples) {
      const { findings } = submit(feed, read<Sample>(file).row);
      for (const finding of findings) {
        const column = columnOf(feed, finding.field);
        const { remedy } = inColumnWords(feed, eventContract(feed.eventType), finding);
        expect([file, column?.heading]).toEqual([file, expect.any(String)]);
        expect([file, remedy]).toEqual([file, expect.stringContaining(`「${column?.heading}」`)]);
        expect([file, remedy]).toEqual([file, expect.stringContaining(column?.expects ?? '')]);
        expect([file, remedy.split(column?.expects ?? '').length]).toEqual([file, 2]);
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
    // Cells of faulty rows side by side, as no hand would think of.
    const faulty = samples.map((file) => read<Sample>(file).row);
    const mixed = fc
      .tuple(fc.constantFrom(...faulty), fc.constantFrom(...faulty), fc.func(fc.boolean()))
      .map(([one, other, isOfOne]): Row => {
        const keys = feed.columns.map(({ key }) => key);
        return Object.fromEntries(keys.map((key) => [key, (isOfOne(key) ? one : other)[key]]));
      });
    const few = fc.record(Object.fromEntries(feed.columns.map(({ key }) => [key, strange])), { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.oneof(
          rows,
          few.map((row) => ({ ...valid, ...row })),
          mixed,
        ),
        (row) => {
          const { mapping, findings } = submit(feed, row);
          expect(typeof mapping.ok).toBe('boolean');
          if (!mapping.ok) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
          for (const finding of findings) expect(isDeclared(feed, declared, finding) || finding).toBe(true);
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
