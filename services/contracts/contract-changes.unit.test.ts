import { eventContract } from '../../schemas/generated/contract-index.js';
import type { PayloadField } from '../../schemas/contract.js';
import { contractChanges, releaseOf, type ReleasedContract } from './contract-changes.js';

const released = releaseOf(eventContract('work-safety-accident'));

const withField = (path: string, change: (field: PayloadField) => PayloadField | null): ReleasedContract => ({
  ...released,
  fields: released.fields.flatMap((field) => (field.path === path ? (change(field) ?? []) : [field])),
});

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
});
