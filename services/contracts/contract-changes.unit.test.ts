import { eventContract } from '../../schemas/generated/contract-index.js';
import type { PayloadField } from '../../schemas/contract.js';
import avsc from 'avsc';
import { contractChanges, releaseOf, versionChanges, type ReleasedContract } from './contract-changes.js';

const released = releaseOf(eventContract('work-safety-accident'));

const withField = (path: string, change: (field: PayloadField) => PayloadField | null): ReleasedContract => ({
  ...released,
  fields: released.fields.flatMap((field) => (field.path === path ? (change(field) ?? []) : [field])),
});

type Schema = { fields: { name: string; type: unknown; default?: unknown; aliases?: string[] }[] } & Record<
  string,
  unknown
>;

/** The contract with another Avro schema: `change` gets the event, its header and its payload. */
function withSchema(change: (event: Schema, header: Schema, payload: Schema) => void): ReleasedContract {
  const avroSchema = structuredClone(released.avroSchema) as Schema;
  const typeOf = (name: string) => avroSchema.fields.find((field) => field.name === name)?.type;
  change(avroSchema, typeOf('header') as Schema, (typeOf('payload') as [string, Schema])[1]);
  return { ...released, avroSchema };
}

const fieldIn = (record: Schema, name: string) => record.fields.find((field) => field.name === name)!;

const breaks = (current: ReleasedContract): string[] =>
  contractChanges(released, current)
    .filter(({ breaking }) => breaking)
    .map(({ text }) => text);

describe('a contract compared with its release', () => {
  it('breaks nothing when nothing changed', () => {
    expect(contractChanges(released, released)).toEqual([]);
  });

  it('may gain an optional field, and says so', () => {
    const field: PayloadField = { ...released.fields[0]!, path: 'weather', column: 'weather', nullable: true };
    const changes = contractChanges(released, { ...released, fields: [...released.fields, field] });
    expect(changes).toEqual([{ breaking: false, text: expect.stringContaining('weather was added') as string }]);
  });

  it.each<[string, ReleasedContract, RegExp]>([
    ['a field is removed', withField('missing', () => null), /missing was removed or renamed/],
    [
      'its meaning changes',
      withField('deaths', (f) => ({ ...f, label: '伤亡人数' })),
      /label changed from 死亡人数 to/,
    ],
    [
      'the day of its code changes',
      withField('division', (f) => ({ ...f, codeDate: ['reportedAt'] })),
      /codeDate changed from occurredAt to reportedAt/,
    ],
    [
      'records count by another day',
      withSchema((event) => (event['period'] = ['reportedAt'])),
      /period changed from occurredAt to reportedAt/,
    ],
    [
      'records count by another place',
      withSchema((event) => (event['place'] = 'employer.division')),
      /place changed from division to employer.division/,
    ],
    [
      'a default of the header changes',
      withSchema((_event, header) => (fieldIn(header, 'ledgerEpoch').default = 2)),
      /header field ledgerEpoch: the default changed/,
    ],
    [
      'a field of the header is renamed',
      withSchema((_event, header) => (fieldIn(header, 'rowNumber').name = 'line')),
      /header field rowNumber was removed or renamed/,
    ],
    ['a unit changes', withField('directLossFen', (f) => ({ ...f, unit: 'yuan' })), /unit changed from fen to yuan/],
    ['a code list changes', withField('grade', (f) => ({ ...f, codeList: 'harm-grade' })), /codeList changed/],
    ['a type changes', withField('deaths', (f) => ({ ...f, avroType: 'string' })), /avroType changed/],
    ['a default changes', withField('missing', (f) => ({ ...f, default: 1 })), /default changed/],
    ['an optional field becomes required', withField('directLossFen', (f) => ({ ...f, nullable: false })), /required/],
    ['a range becomes narrower', withField('deaths', (f) => ({ ...f, minimum: 1 })), /range became narrower/],
    [
      'a code is taken from a list',
      { ...released, codes: { ...released.codes, 'accident-grade': ['1', '2', '3'] } },
      /code 4 was removed from list accident-grade/,
    ],
  ])('breaks when %s', (_case, current, words) => {
    expect(breaks(current)).toEqual([expect.stringMatching(words)]);
  });

  it('breaks when a field is renamed with an alias, which a registry lets through', () => {
    const renamed = withSchema((_event, _header, payload) => {
      Object.assign(fieldIn(payload, 'missing'), { name: 'lost', aliases: ['missing'] });
    });
    const fields = released.fields.map((field) => (field.path === 'missing' ? { ...field, path: 'lost' } : field));
    const typeOf = ({ avroSchema }: ReleasedContract) =>
      avsc.Type.forSchema(structuredClone(avroSchema) as avsc.Schema, { wrapUnions: 'never' });
    expect(() => typeOf(renamed).createResolver(typeOf(released))).not.toThrow();
    expect(breaks({ ...renamed, fields })).toEqual([expect.stringContaining('missing was removed or renamed')]);
  });

  it('may gain codes, and says which', () => {
    const grades = [...(released.codes['accident-grade'] ?? []), '5'];
    const changes = contractChanges(released, { ...released, codes: { ...released.codes, 'accident-grade': grades } });
    expect(changes).toEqual([
      { breaking: false, text: expect.stringMatching(/codes 5 were added to list accident-grade/) as string },
    ]);
  });

  it('has to have a new version for whatever changes, but for the codes of its lists', () => {
    const longer = withField('deaths', (field) => ({ ...field, doc: 'Another sentence.' }));
    expect(versionChanges(released, longer)).toEqual([
      { breaking: true, text: expect.stringContaining('raise contractVersion') as string },
    ]);
    expect(versionChanges(released, { ...longer, contractVersion: '1.1.0' })).toEqual([]);
    expect(versionChanges(released, { ...released, codes: {} })).toEqual([]);
  });
});
