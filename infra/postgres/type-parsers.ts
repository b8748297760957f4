import pg from 'pg';

type Parser = (text: string) => unknown;

const OID = {
  int8: 20,
  date: 1082,
  timestamptz: 1184,
  int8Array: 1016,
  dateArray: 1182,
  timestamptzArray: 1185,
  textArray: 1009,
};

/** int8 as a number. @throws RangeError beyond 2^53, where a number would silently be another one */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('an int8 beyond 2^53 cannot be read as a number');
  return value;
}

const builtIn = (oid: number) => pg.types.getTypeParser(oid, 'text') as Parser;

/** timestamptz as epoch milliseconds (microseconds are cut off); pg's own parser knows every output form. */
export function parseInstant(text: string): number {
  return Number(builtIn(OID.timestamptz)(text));
}

function arrayOf(parse: Parser): Parser {
  const texts = builtIn(OID.textArray) as (text: string) => unknown[];
  const each = (item: unknown): unknown =>
    Array.isArray(item) ? item.map(each) : item === null ? null : parse(item as string);
  return (text) => texts(text).map(each);
}

const identity: Parser = (text) => text;

const own = new Map<number, Parser>([
  [OID.int8, parseInt8],
  [OID.date, identity],
  [OID.timestamptz, parseInstant],
  [OID.int8Array, arrayOf(parseInt8)],
  [OID.dateArray, arrayOf(identity)],
  [OID.timestamptzArray, arrayOf(parseInstant)],
]);

/** pg's `types` option: the house's parsers, pg's for everything else (numeric stays a string: cast sums to bigint). */
export function typeParserOf(oid: number, format?: string): Parser {
  const parser = format === 'binary' ? undefined : own.get(oid);
  return parser ?? (pg.types.getTypeParser(oid, (format ?? 'text') as 'text') as Parser);
}
