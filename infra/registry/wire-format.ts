/** Confluent wire format: a zero byte, the schema id in four bytes big-endian, the Avro body. */
export const WIRE_PREFIX_BYTES = 5;

/** Puts the id of the schema that the body was encoded with in front of it. */
export function wireFormat(schemaId: number, body: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(WIRE_PREFIX_BYTES + body.length);
  framed.writeUInt8(0, 0);
  framed.writeUInt32BE(schemaId, 1);
  body.copy(framed, WIRE_PREFIX_BYTES);
  return framed;
}

/** @returns null when the value does not begin as the wire format says */
export function readWireFormat(value: Buffer): { schemaId: number; body: Buffer } | null {
  if (value.length < WIRE_PREFIX_BYTES || value[0] !== 0) return null;
  return { schemaId: value.readUInt32BE(1), body: value.subarray(WIRE_PREFIX_BYTES) };
}
