import fc from 'fast-check';
import { ServiceFailure } from '../process/service-failure.js';
import { createAvroDecoder } from './avro-decoder.js';
import { avroTypeOf } from './avro-type.js';
import { wireFormat } from './wire-format.js';

const writer = {
  type: 'record',
  name: 'Case',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'day', type: { type: 'int', logicalType: 'date' } },
    { name: 'marks', type: { type: 'array', items: 'null' } },
    { name: 'notes', type: { type: 'map', values: ['null', 'bytes'] } },
    { name: 'grade', type: { type: 'enum', name: 'Grade', symbols: ['A', 'B'] } },
  ],
};
/** Without `marks`, with a field of its own. */
const reader = {
  ...writer,
  fields: [
    ...writer.fields.filter(({ name }) => name !== 'marks'),
    { name: 'added', type: ['null', 'string'], default: null },
  ],
};
const value = { id: '甲', day: '2024-02-29', marks: [null, null], notes: { a: Buffer.from('x'), b: null }, grade: 'B' };

const schemas = new Map([[1, JSON.stringify(writer)]]);
const registry = {
  schemaById: (id: number) => {
    const text = schemas.get(id);
    const unknown = new ServiceFailure('unknown', { code: 'SCHEMA_ID_UNKNOWN', retriable: false });
    return text === undefined ? Promise.reject(unknown) : Promise.resolve(text);
  },
};
const decoder = createAvroDecoder(registry);
const body = avroTypeOf(writer).toBuffer(value);

describe('the Avro decoder', () => {
  it('resolves what the writer wrote to what the reader expects', async () => {
    const { marks: _left, ...rest } = value;
    expect(await decoder.decode(wireFormat(1, body), reader)).toEqual({
      ok: true,
      schemaId: 1,
      writerSchema: schemas.get(1),
      value: { ...rest, added: null },
      written: value,
    });
    expect(decoder.decodeWith(JSON.stringify(writer), body, writer)).toMatchObject({ ok: true, value });
  });

  it.each([
    ['no value', null, 'WIRE_FORMAT'],
    ['a short value', Buffer.from([0, 0, 0]), 'WIRE_FORMAT'],
    ['text', Buffer.from('{"a": 1}'), 'WIRE_FORMAT'],
    ['an unknown schema', wireFormat(99, body), 'SCHEMA_UNKNOWN'],
    ['a body cut short', wireFormat(1, body.subarray(0, -1)), 'AVRO_UNDECODABLE'],
    ['trailing bytes', wireFormat(1, Buffer.concat([body, Buffer.from([0])])), 'AVRO_UNDECODABLE'],
    ['no body', wireFormat(1, Buffer.alloc(0)), 'AVRO_UNDECODABLE'],
  ])('tells %s apart as a value', async (_name, bytes, code) => {
    expect(await decoder.decode(bytes, reader)).toMatchObject({ ok: false, code });
  });

  it('tells a writer schema that does not resolve', () => {
    const other = { ...writer, fields: [{ name: 'id', type: 'long' }] };
    expect(decoder.decodeWith(JSON.stringify(other), body, reader)).toMatchObject({ code: 'SCHEMA_INCOMPATIBLE' });
    expect(decoder.decodeWith('not JSON', body, reader)).toMatchObject({ code: 'SCHEMA_INCOMPATIBLE' });
  });

  it('throws when the registry is away: no record is to be given up for that', async () => {
    const away = new ServiceFailure('away', { code: 'REGISTRY_UNAVAILABLE', retriable: true });
    const deciding = createAvroDecoder({ schemaById: () => Promise.reject(away) }).decode(wireFormat(1, body), reader);
    await expect(deciding).rejects.toBe(away);
  });

  it('never throws and never names a value, whatever the bytes', () => {
    const mutated = fc
      .tuple(fc.nat(body.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }))
      .map(([at, bytes]) => Buffer.concat([body.subarray(0, at), bytes, body.subarray(at + 1)]));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 64 }).map(Buffer.from)), (bytes) => {
        const decoded = decoder.decodeWith(JSON.stringify(writer), bytes, reader);
        if (!decoded.ok) expect(decoded.detail).not.toContain('甲');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('counts that claim too much', () => {
  /** Zigzag varint of 2^31 - 1. */
  const HUGE = [0xfe, 0xff, 0xff, 0xff, 0x0f];
  const decode = (schema: object, bytes: number[]) =>
    decoder.decodeWith(JSON.stringify(schema), Buffer.from(bytes), schema);
  const array = (items: unknown) => ({ type: 'array', items });

  it.each([
    ['array', array('long'), [...HUGE, 0]],
    ['array of nothing', array('null'), [...HUGE, 0]],
    ['array, negative count with size', array('long'), [0xfd, 0xff, 0xff, 0xff, 0x0f, 0x02, 0x00, 0x00]],
    ['map', { type: 'map', values: 'null' }, [...HUGE, 0]],
    ['string', { type: 'string' }, [...HUGE, 0]],
    ['bytes of negative length', { type: 'bytes' }, [0x01]],
    ['number that does not end', { type: 'long' }, Array.from({ length: 12 }, () => 0xff)],
    ['union branch', { type: 'record', name: 'U', fields: [{ name: 'u', type: ['null', 'int'] }] }, [0x04]],
    ['enum symbol', { type: 'enum', name: 'E', symbols: ['A'] }, [0x02]],
  ])('are refused before anything is made of them: %s', (_name, schema, bytes) => {
    const began = Date.now();
    expect(decode(schema, bytes)).toMatchObject({ ok: false, code: 'AVRO_UNDECODABLE' });
    expect(Date.now() - began).toBeLessThan(200);
  });

  it('are refused when many small arrays of nothing together outnumber the bytes', () => {
    const one = [...encodeLong(4_000), 0];
    const bytes = [...encodeLong(1_000), ...Array.from({ length: 1_000 }, () => one).flat(), 0];
    expect(decode(array(array('null')), bytes)).toMatchObject({ ok: false, code: 'AVRO_UNDECODABLE' });
  });

  it('are accepted in blocks with a size, as other encoders write them', () => {
    expect(decode(array('long'), [0x03, 0x04, 0x02, 0x04, 0x00])).toMatchObject({ ok: true, value: [1, 2] });
  });

  it.each([
    [-(2n ** 52n), true],
    [-(2n ** 52n) - 1n, false],
    [-(2n ** 53n) + 1n, false],
    [2n ** 53n - 2n, true],
    [2n ** 53n, false],
    [-(2n ** 63n), false],
  ])('do not let the long %s become another number', (long, readable) => {
    let raw = long >= 0n ? long * 2n : -long * 2n - 1n;
    const bytes: number[] = [];
    for (; raw >= 128n; raw /= 128n) bytes.push(Number(raw % 128n) | 0x80);
    const decoded = decode({ type: 'long' }, [...bytes, Number(raw)]);
    expect(decoded).toMatchObject(readable ? { ok: true, value: Number(long) } : { code: 'AVRO_UNDECODABLE' });
  });

  it('survive a schema that refers to itself', () => {
    const tree = { type: 'record', name: 'Tree', fields: [{ name: 'children', type: array('Tree') }] };
    const value = { children: [{ children: [] }, { children: [{ children: [] }] }] };
    const body = avroTypeOf(tree).toBuffer(value);
    expect(decode(tree, [...body])).toMatchObject({ ok: true, value });
    expect(
      decode(
        tree,
        Array.from({ length: 200_000 }, () => 0x02),
      ),
    ).toMatchObject({ code: 'AVRO_UNDECODABLE' });
  });
});

function encodeLong(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value * 2; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left];
    bytes.push((left % 128) | 0x80);
  }
}
