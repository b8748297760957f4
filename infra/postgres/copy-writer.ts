/*
 * PostgreSQL's binary COPY format (manual, "COPY", File Formats; the types' own formats are those of their receive
 * functions): a header, then for each row its number of fields, and for each field its length and content.
 */
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = -1;
const ABSENT = -1;
/** jsonb's first byte. */
const JSONB_VERSION = 1;
/** PostgreSQL counts microseconds from 2000-01-01T00:00:00Z. */
const EPOCH_OF_2000 = Date.UTC(2000, 0, 1);
const FIRST_CAPACITY = 256 * 1024;

export type CopyWriter = ReturnType<typeof createCopyWriter>;

/** Writes rows one field after another into one buffer that grows. */
export function createCopyWriter() {
  let buffer = Buffer.allocUnsafe(FIRST_CAPACITY);
  let at = HEADER.copy(buffer);

  const room = (bytes: number): void => {
    if (at + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + bytes));
    buffer.copy(larger, 0, 0, at);
    buffer = larger;
  };
  const int16 = (value: number): void => void (at = buffer.writeInt16BE(value, at));
  const int32 = (value: number): void => void (at = buffer.writeInt32BE(value, at));
  const int64 = (value: number): void => void (at = buffer.writeBigInt64BE(BigInt(value), at));
  const sized = (bytes: number): void => {
    room(4 + bytes);
    int32(bytes);
  };
  const utf8 = (value: string, prefix?: number): void => {
    // Room for the most that it can be; its true length is known when it is written.
    room(5 + value.length * 3);
    const lengthAt = at;
    at += 4;
    if (prefix !== undefined) at = buffer.writeUInt8(prefix, at);
    at += buffer.write(value, at, 'utf8');
    buffer.writeInt32BE(at - lengthAt - 4, lengthAt);
  };

  return {
    row: (fields: number): void => {
      room(2);
      int16(fields);
    },
    absent: (): void => {
      room(4);
      int32(ABSENT);
    },
    text: (value: string): void => utf8(value),
    jsonb: (value: string): void => utf8(value, JSONB_VERSION),
    uuid: (value: string): void => {
      sized(16);
      at += buffer.write(value.replaceAll('-', ''), at, 'hex');
    },
    int: (value: number): void => {
      sized(4);
      int32(value);
    },
    bigint: (value: number): void => {
      sized(8);
      int64(value);
    },
    timestamptz: (value: number): void => {
      sized(8);
      int64((value - EPOCH_OF_2000) * 1000);
    },
    boolean: (value: boolean): void => {
      sized(1);
      at = buffer.writeUInt8(value ? 1 : 0, at);
    },
    bytea: (value: Buffer): void => {
      sized(value.length);
      at += value.copy(buffer, at);
    },
    /** @returns all that was written, as one COPY */
    end: (): Buffer => {
      room(2);
      int16(TRAILER);
      return buffer.subarray(0, at);
    },
  };
}
