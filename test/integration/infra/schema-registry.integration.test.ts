import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SchemaRegistry as ConfluentClient } from '@kafkajs/confluent-schema-registry';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { createSchemaRegistry, type SchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { wireFormat } from '../../../infra/registry/wire-format.js';
import { randomNamespace, stackUnderTest } from '../../stack/fixtures.js';
import { createCuttableProxy } from './outages.js';

jest.setTimeout(60_000);

const schema = {
  type: 'record',
  name: 'Thing',
  namespace: 'test',
  fields: [{ name: 'a', type: 'string', label: '甲', sensitivity: 'L2' }],
};
const withField = (type: unknown, more: object) => ({
  ...schema,
  fields: [...schema.fields, { name: 'b', type, ...more }],
});
const compatible = withField(['null', 'string'], { default: null });
const incompatible = withField('string', {});

let registry: SchemaRegistry;
let subject: string;
beforeEach(() => {
  registry = createSchemaRegistry(stackUnderTest().registryUrl);
  subject = `${randomNamespace()}-value`;
});

describe('the schema registry', () => {
  it('registers versions, finds the id of each schema and of the latest, and keeps unknown attributes', async () => {
    const old = await registry.register(subject, schema, 'FULL_TRANSITIVE');
    expect(await registry.register(subject, schema, 'FULL_TRANSITIVE')).toBe(old);
    const newer = await registry.register(subject, compatible, 'FULL_TRANSITIVE');
    expect(newer).not.toBe(old);
    expect(await registry.idOf(subject)).toBe(newer);
    expect(await registry.idOf(subject, schema)).toBe(old);
    expect(await registry.idOf(subject, JSON.stringify(compatible))).toBe(newer);
    expect(JSON.parse(await registry.schemaById(old))).toEqual(schema);
    expect(await registry.latest(subject)).toMatchObject({ id: newer });
  });

  it('sets the level of the subject, so that the registry itself refuses what does not fit', async () => {
    await registry.register(subject, schema, 'FULL_TRANSITIVE');
    await expect(registry.register(subject, incompatible, 'FULL_TRANSITIVE')).rejects.toMatchObject({
      code: 'SCHEMA_INCOMPATIBLE',
      retriable: false,
    });
    const level = await fetch(`${stackUnderTest().registryUrl}/config/${subject}`);
    expect(await level.json()).toEqual({ compatibilityLevel: 'FULL_TRANSITIVE' });
  });

  it('says beforehand whether a schema fits all versions', async () => {
    expect(await registry.isCompatible(subject, schema)).toEqual({ compatible: true, messages: [] });
    await registry.register(subject, schema, 'FULL_TRANSITIVE');
    expect(await registry.isCompatible(subject, compatible)).toMatchObject({ compatible: true });
    expect(await registry.isCompatible(subject, incompatible)).toMatchObject({ compatible: false });
  });

  it('names what is missing', async () => {
    await expect(registry.idOf(subject)).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN', retriable: false });
    await registry.register(subject, schema, 'FULL_TRANSITIVE');
    await expect(registry.idOf(subject, compatible)).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN' });
    await expect(registry.schemaById(2_000_000_000)).rejects.toMatchObject({ code: 'SCHEMA_ID_UNKNOWN' });
    expect(await registry.latest(`${subject}-none`)).toBeNull();
    expect(await registry.idOf(subject)).toBeGreaterThan(0);
  });

  it('keeps known ids usable while it is away, and says of others that they can be asked again', async () => {
    const proxy = await createCuttableProxy(stackUnderTest().registryUrl);
    const behind = createSchemaRegistry(proxy.url);
    const id = await behind.register(subject, schema, 'FULL_TRANSITIVE');
    await behind.idOf(subject, schema);
    await behind.schemaById(id);
    await proxy.cut();
    expect(await behind.idOf(subject, schema)).toBe(id);
    expect(JSON.parse(await behind.schemaById(id))).toEqual(schema);
    await expect(behind.idOf(subject)).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE', retriable: true });
    const decoding = createAvroDecoder(behind).decode(wireFormat(id + 1, Buffer.from([0])), schema);
    await expect(decoding).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE', retriable: true });
    await proxy.mend();
    expect(await behind.idOf(subject)).toBe(id);
    await proxy.close();
  });
});

describe('interoperation with the Confluent client of kafkajs', () => {
  it('each reads what the other has written', async () => {
    const id = await registry.register(subject, schema, 'FULL_TRANSITIVE');
    const client = new ConfluentClient({ host: stackUnderTest().registryUrl });
    expect(await client.getLatestSchemaId(subject)).toBe(id);
    const theirs = await client.encode(id, { a: '乙' });
    expect(await createAvroDecoder(registry).decode(theirs, compatible)).toMatchObject({
      ok: true,
      schemaId: id,
      value: { a: '乙', b: null },
    });
    const ours = wireFormat(id, avroTypeOf(schema).toBuffer({ a: '丙' }));
    expect(await client.decode(ours)).toMatchObject({ a: '丙' });
  });
});
