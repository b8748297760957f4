import fc from 'fast-check';
import { avroTypeOf } from './avro-type.js';

const schema = {
  type: 'record',
  name: 'Case',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'day', type: ['null', { type: 'int', logicalType: 'date' }], default: null },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    {
      name: 'people',
      type: { type: 'array', items: { type: 'record', name: 'Person', fields: [{ name: 'year', type: 'int' }] } },
      default: [],
    },
  ],
};
const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2200, 0, 1) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe('avroTypeOf', () => {
  it('gives back what was encoded, dates as text and instants as numbers', () => {
    const type = avroTypeOf(schema);
    const value = fc.record({
      id: fc.string({ unit: 'grapheme' }),
      day: fc.option(day),
      at: fc.integer({ min: -(2 ** 52), max: 2 ** 53 - 2 }),
      people: fc.array(fc.record({ year: fc.integer({ min: 0, max: 9999 }) })),
    });
    fc.assert(fc.property(value, (one) => expect(type.fromBuffer(type.toBuffer(one))).toEqual(one)));
  });

  it('leaves the schema as it was and gives one codec per schema object', () => {
    const copy = structuredClone(schema);
    expect(avroTypeOf(schema)).toBe(avroTypeOf(schema));
    expect(schema).toEqual(copy);
  });

  it('takes defaults for what is absent', () => {
    const type = avroTypeOf(schema);
    expect(type.fromBuffer(type.toBuffer({ id: 'a', at: 1 }))).toEqual({ id: 'a', day: null, at: 1, people: [] });
  });

  it.each([
    ['day', { id: 'a', day: '2023-02-30', at: 1 }],
    ['day', { id: 'a', day: 19000, at: 1 }],
    ['at', { id: 'a', at: '张三' }],
    ['people.1.year', { id: 'a', at: 1, people: [{ year: 1 }, { year: '张三' }] }],
    ['id', { at: 1 }],
  ])('names the field %s that does not fit, without the value', (field, value) => {
    const encoding = () => avroTypeOf(schema).toBuffer(value);
    expect(encoding).toThrow(expect.objectContaining({ code: 'AVRO_UNENCODABLE', retriable: false }));
    expect(encoding).toThrow(field);
    expect(encoding).not.toThrow('张三');
  });
});
