/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * The one JSON text of a value (RFC 8785, JSON Canonicalization Scheme): no blanks, members sorted by UTF-16 code units,
 * numbers and strings as ECMAScript writes them. Ours, since every row that comes in passes through it; the tests hold
 * it against the library that signs receipts.
 *
 * @throws TypeError for what RFC 8785 §3.2.2 forbids: NaN, infinities and halves of surrogate pairs
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value !== 'object' || value === null) return canonicalScalar(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let members = '';
  for (const name of Object.keys(value).sort()) {
    members += `${members === '' ? '' : ','}${canonicalString(name)}:${canonicalJson(value[name] ?? null)}`;
  }
  return `{${members}}`;
}

/** `Array.isArray` does not tell readonly arrays from objects. */
const isArray = (value: object): value is readonly Json[] => Array.isArray(value);

function canonicalScalar(value: null | boolean | number): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`JSON has no ${value}.`);
  return JSON.stringify(value);
}

/** Nothing in it has to be escaped, nor can it be half of anything: nearly all texts. */
const PLAIN = /^[ !#-[\]-~\u3000-\u9fff\uff00-\uffef]*$/;

function canonicalString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('JSON text with half of a surrogate pair has no canonical form.');
  return JSON.stringify(text);
}
