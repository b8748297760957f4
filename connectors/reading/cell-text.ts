/** Nearly every cell: ASCII, Chinese characters and punctuation, full-width forms. Nothing in it needs to be taken out. */
const ALL_VISIBLE = /^[\t\n -~\u3000-\u9fff\uff01-\uffef]*$/;
/** Without a space or a full-width form, nor a Chinese character that NFKC takes for another. */
const HALF_WIDTH_ALREADY = /^[!-~\u4e00-\u9fff]*$/;

/**
 * Takes out of a cell what nobody sees and PostgreSQL, Avro or a comparison would stumble over: control characters
 * (U+0000 among them), zero-width characters, halves of surrogate pairs. Line breaks and tabs stay. Empty becomes null.
 */
export function visibleText(text: string): string | null {
  if (ALL_VISIBLE.test(text)) return text.trim() || null;
  const visible = text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B-\u200F\u2060\uFEFF]/g, '')
    .trim();
  return visible === '' ? null : visible;
}

/**
 * Full-width letters, digits and signs as half-width (NFKC). For codes, numbers, dates and document numbers, where
 * width carries no meaning; not for free text, where ㎡ and ① would change.
 */
export function halfWidth(text: string): string {
  if (HALF_WIDTH_ALREADY.test(text)) return text;
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/**
 * A name of a person or employer, normalised in width and spaces only, so that a name typed with an ideographic space
 * and one without are the same, and （长春） and (长春). Spaces next to a Chinese character carry nothing; between Latin
 * words one remains.
 */
export function plainName(text: string): string {
  if (HALF_WIDTH_ALREADY.test(text)) return text;
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, ' ')
    .replace(/(?<=\p{Script=Han}|[()·]) | (?=\p{Script=Han}|[()·])/gu, '')
    .trim();
}
