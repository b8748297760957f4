/** Fen in 万元: 10,000 yuan of 100 fen. */
const FEN_DIGITS = 6;

/**
 * An amount in 万元, `12.5`, `1,200` or `0.000001`, as whole fen. Computed on the digits, because 1.1 × 1 000 000 is not
 * exact in binary; undefined when it is no amount, when it holds parts of a fen, or when a double cannot keep it exactly.
 */
export function readWanYuanAsFen(text: string): number | undefined {
  const [, sign, whole, fraction = ''] = /^([-+]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > FEN_DIGITS) return undefined;
  const fen = Number(whole.replaceAll(',', '') + significant.padEnd(FEN_DIGITS, '0'));
  if (!Number.isSafeInteger(fen)) return undefined;
  return sign === '-' && fen !== 0 ? -fen : fen;
}
