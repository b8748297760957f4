import type avsc from 'avsc';

/** Thrown by a scan; the message never holds a value. */
export class AvroBodyError extends Error {
  override name = 'AvroBodyError';
}

/** Where in the body a scan stands, and how many items of arrays and maps it may still meet. */
type Cursor = { body: Buffer; position: number; itemsLeft: number };

type Scan = (cursor: Cursor) => void;

/**
 * Walks a body as its writer schema says, without making values, before avsc does. avsc believes the counts it reads:
 * six bytes can claim 2^31 - 1 items and end the process for lack of memory, uncatchably. Here no count and no length
 * may exceed the bytes left, and all items of a body together may not outnumber its bytes (items of zero size).
 * @returns a function that throws AvroBodyError when the body is cut short, too long or lies about its counts
 */
export function createBodyScan(type: avsc.Type): (body: Buffer) => void {
  const scan = scanOf(type, new Map());
  return (body) => {
    const cursor = { body, position: 0, itemsLeft: body.length };
    scan(cursor);
    if (cursor.position !== body.length) {
      throw new AvroBodyError(`${body.length - cursor.position} trailing byte(s) after the value`);
    }
  };
}

function scanOf(type: avsc.Type, known: Map<avsc.Type, Scan>): Scan {
  const ready = known.get(type);
  if (ready) return ready;
  // Put in place before its parts are made: schemas may refer to themselves.
  const parts: { scan?: Scan } = {};
  known.set(type, (cursor) => parts.scan?.(cursor));
  parts.scan = createScan(type, known);
  return parts.scan;
}

function createScan(type: avsc.Type, known: Map<avsc.Type, Scan>): Scan {
  const name = type.typeName;
  if (name.startsWith('logical:')) return scanOf((type as avsc.types.LogicalType).underlyingType, known);
  if (name.startsWith('union:'))
    return scanUnion((type as avsc.types.UnwrappedUnionType).types.map((t) => scanOf(t, known)));
  switch (name) {
    case 'null':
      return () => undefined;
    case 'boolean':
      return (cursor) => void advance(cursor, 1);
    case 'int':
      return (cursor) => void readLong(cursor);
    case 'long':
      return scanLong;
    case 'float':
      return (cursor) => advance(cursor, 4);
    case 'double':
      return (cursor) => advance(cursor, 8);
    case 'string':
    case 'bytes':
      return (cursor) => advance(cursor, readLong(cursor));
    case 'fixed':
      return (cursor) => advance(cursor, (type as avsc.types.FixedType).size);
    case 'enum':
      return scanEnum((type as avsc.types.EnumType).symbols.length);
    case 'array':
      return scanBlocks(scanOf((type as avsc.types.ArrayType).itemsType, known));
    case 'map':
      return scanBlocks(scanEntry(scanOf((type as avsc.types.MapType).valuesType, known)));
    case 'record':
    case 'error':
      return scanRecord((type as avsc.types.RecordType).fields.map((field) => scanOf(field.type, known)));
    default:
      throw new AvroBodyError(`type ${name} cannot be scanned`);
  }
}

/**
 * avsc reads a long below -2^52 as another one, without an error: its zigzag form is odd and beyond 2^53, where doubles
 * are even. Here the same rounding shows as a sign that does not fit the first bit.
 */
function scanLong(cursor: Cursor): void {
  const at = cursor.position;
  const isNegative = ((cursor.body[at] ?? 0) & 1) === 1;
  const value = readLong(cursor);
  if (isNegative && value >= 0) throw new AvroBodyError(`long below -2^52 at byte ${at}`);
  if (value > Number.MAX_SAFE_INTEGER) throw new AvroBodyError(`long beyond 2^53 at byte ${at}`);
}

function scanRecord(fields: readonly Scan[]): Scan {
  return (cursor) => {
    for (const field of fields) field(cursor);
  };
}

function scanUnion(branches: readonly Scan[]): Scan {
  return (cursor) => {
    const at = cursor.position;
    const branch = branches[readLong(cursor)];
    if (!branch) throw new AvroBodyError(`no such union branch at byte ${at}`);
    branch(cursor);
  };
}

function scanEnum(symbols: number): Scan {
  return (cursor) => {
    const at = cursor.position;
    const index = readLong(cursor);
    if (index < 0 || index >= symbols) throw new AvroBodyError(`no such enum symbol at byte ${at}`);
  };
}

function scanEntry(value: Scan): Scan {
  return (cursor) => {
    advance(cursor, readLong(cursor));
    value(cursor);
  };
}

/** Blocks of items until a count of zero; a negative count is followed by the block's size in bytes. */
function scanBlocks(item: Scan): Scan {
  return (cursor) => {
    for (;;) {
      const at = cursor.position;
      const count = readLong(cursor);
      if (count === 0) return;
      const size = count < 0 ? readLong(cursor) : undefined;
      takeItems(cursor, Math.abs(count), at);
      const start = cursor.position;
      for (let left = Math.abs(count); left > 0; left -= 1) item(cursor);
      if (size !== undefined && cursor.position - start !== size) {
        throw new AvroBodyError(`block at byte ${at} is not as long as it says`);
      }
    }
  };
}

function takeItems(cursor: Cursor, count: number, at: number): void {
  if (count > cursor.itemsLeft || count > cursor.body.length) {
    throw new AvroBodyError(`count at byte ${at} claims more items than the ${cursor.body.length} bytes can hold`);
  }
  cursor.itemsLeft -= count;
}

function advance(cursor: Cursor, bytes: number): void {
  const left = cursor.body.length - cursor.position;
  if (bytes < 0 || bytes > left) {
    throw new AvroBodyError(`length at byte ${cursor.position} exceeds the ${left} byte(s) left`);
  }
  cursor.position += bytes;
}

/** Zigzag varint of at most ten bytes. Beyond 2^53 the number is not exact, which no count, length or index needs. */
function readLong(cursor: Cursor): number {
  let value = 0;
  let scale = 1;
  for (let read = 0; read < 10; read += 1) {
    const byte = cursor.body[cursor.position];
    if (byte === undefined) throw new AvroBodyError(`cut short at byte ${cursor.position}`);
    cursor.position += 1;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    scale *= 128;
  }
  throw new AvroBodyError(`number longer than ten bytes before byte ${cursor.position}`);
}
