/*
 * PostgreSQL's binary COPY format (manual, "COPY", File Formats; the types' own formats are those of their receive
 * functions): a header, then for each row its number of fields, and for each field its length and content.
 */
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = -1;
const ABSENT = -1;
/** jsonb's first byte. */
const JSONB_VERSION = 1;
/** PostgreSQL counts microseconds and days from 2000-01-01T00:00:00Z. */
const EPOCH_OF_2000 = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
const FIRST_CAPACITY = 256 * 1024;
/** Up to here a text is written faster character by character than by a call out of JavaScript. */
const SHORT = 64;

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
  /** Two halves: a bigint for each would be garbage. */
  const int64 = (value: number): void => {
    at = buffer.writeInt32BE(Math.floor(value / 2 ** 32), at);
    at = buffer.writeUInt32BE(value >>> 0, at);
  };
  const sized = (bytes: number): void => {
    room(4 + bytes);
    int32(bytes);
  };
  /** @returns whether it was all ASCII; otherwise nothing is written */
  const ascii = (value: string): boolean => {
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      buffer[at + index] = code;
    }
    at += value.length;
    return true;
  };
  const utf8 = (value: string, prefix?: number): void => {
    // Room for the most that it can be; its true length is known when it is written.
    room(5 + value.length * 3);
    const lengthAt = at;
    at += 4;
    if (prefix !== undefined) at = buffer.writeUInt8(prefix, at);
    if (value.length > SHORT || !ascii(value)) at += buffer.write(value, at, 'utf8');
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
    float8: (value: number): void => {
      sized(8);
      at = buffer.writeDoubleBE(value, at);
    },
    date: (value: string): void => {
      sized(4);
      int32((Date.parse(`${value}T00:00:00Z`) - EPOCH_OF_2000) / DAY_MS);
    },
    timestamptz: (value: number): void => {
      sized(8);
      // Microseconds of distant years are beyond 2^53, so the halves are multiplied one by one.
      const since = value - EPOCH_OF_2000;
      const low = (since >>> 0) * 1000;
      at = buffer.writeInt32BE(Math.floor(since / 2 ** 32) * 1000 + Math.floor(low / 2 ** 32), at);
      at = buffer.writeUInt32BE(low >>> 0, at);
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
