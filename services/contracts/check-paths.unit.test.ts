import { eventContract } from '../../schemas/generated/contract-index.js';
import type { AvroRecord } from './avro-schema.js';
import { checkPaths } from './check-paths.js';

const { fields } = eventContract('work-safety-accident');
const schema: AvroRecord = { type: 'record', name: 'X', fields: [], place: 'division', period: ['occurredAt'] };

describe('attributes of a contract that name payload fields', () => {
  it('pass when the fields are there', () => {
    expect(() => checkPaths('x', schema, fields)).not.toThrow();
  });

  it.each([
    [{ ...schema, place: 'county' }, /x\/event.avsc: place names "county"/],
    [{ ...schema, period: ['occurredOn'] }, /period names "occurredOn"/],
  ])('are refused with file, attribute and the fields there are', (wrong, words) => {
    expect(() => checkPaths('x', wrong, fields)).toThrow(words);
  });

  it('ask for one natural key', () => {
    const none = fields.map((field) => ({ ...field, key: false }));
    expect(() => checkPaths('x', schema, none)).toThrow(/needs "key": true, found none/);
  });
});
