/**
 * What people and spreadsheets put around an identifier, taken off: full-width forms become half-width, white space,
 * zero-width characters and every kind of hyphen go, a–z become capitals. Idempotent.
 *
 * Not Unicode NFKC with `toUpperCase`: they would turn foreign letters into accepted ones (ſ into S, ⅷ into VIII), and
 * a wrong number would come out right.
 */
export function plainCharacters(text: string): string {
  if (/^[0-9A-Z]*$/.test(text)) return text;
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u00AD\u200B-\u200D\u2060\-\u2010-\u2015\u2212]/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** A number that a spreadsheet shows as 2.20104E+17: its last digits are lost, only the source can give them back. */
export function isScientificNotation(plain: string): boolean {
  return /^\d(\.\d+)?E\+?\d+$/.test(plain);
}
