/**
 * A whole number, `12`, `-3`, `1,200` or `3.0` (as spreadsheets write counts); undefined when it is none or when a
 * double cannot keep it exactly. Whether it makes sense is the contract's to say.
 */
export function readInteger(text: string): number | undefined {
  const [, digits] = /^([-+]?(?:\d+|\d{1,3}(?:,\d{3})+))(?:\.0+)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replaceAll(',', ''));
  // "-0" would come back from JSON as 0 and have another digest.
  return Number.isSafeInteger(value) ? value + 0 : undefined;
}
