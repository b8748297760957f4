/** A number as printed that has none: never 0 and never an empty cell. */
export const DASH = '—';

/** A fraction of whole numbers, so that a half is a half. */
export type Fraction = { readonly over: number; readonly under: number };

/** Rounded half away from nought (四舍五入) in whole numbers. */
export function rounded({ over, under }: Fraction, decimals: number): string {
  const scale = 10n ** BigInt(decimals);
  const [top, bottom] = [whole(Math.abs(over)), whole(under)];
  const units = (2n * top * scale + bottom) / (2n * bottom);
  const digits = units.toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return over < 0 && units > 0n ? `-${text}` : text;
}

function whole(value: number): bigint {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Expected a whole number; found ${value}.`);
  return BigInt(value);
}

/** A share in per cent; what is there and rounds to nought is said to be less than a tenth. */
export function share(part: number, all: number): string {
  if (all === 0) return DASH;
  const text = rounded({ over: part * 100, under: all }, 1);
  return text === '0.0' && part > 0 ? '不足0.1' : text;
}

/** A change in per cent of what was before, with its sign where there is something to sign. */
export function change(now: Fraction, before: Fraction): string {
  if (before.over === 0) return DASH;
  const difference = now.over * before.under - before.over * now.under;
  const size = share(Math.abs(difference), before.over * now.under);
  return difference < 0 && !size.startsWith('不足') ? `-${size}` : size;
}

export const ofOne = (over: number): Fraction => ({ over, under: 1 });

export function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}

/** 95 % interval of a Poisson count: exact below ten, by Byar from ten on, as the definitions say. */
export function interval(count: number): { low: number; high: number } {
  if (count < 10) return { low: count === 0 ? 0 : meanOf(count, 0.025), high: meanOf(count + 1, 0.975) };
  const byar = (cases: number, z: number) => cases * (1 - 1 / (9 * cases) + z / (3 * Math.sqrt(cases))) ** 3;
  return { low: byar(count, -1.959964), high: byar(count + 1, 1.959964) };
}

/** The mean under which so many events or more have the chance; by halving. */
function meanOf(events: number, chance: number): number {
  let [low, high] = [0, 50];
  while (high - low > 1e-10) {
    const mean = (low + high) / 2;
    if (orMore(events, mean) < chance) low = mean;
    else high = mean;
  }
  return low;
}

function orMore(events: number, mean: number): number {
  let [fewer, term] = [0, Math.exp(-mean)];
  for (let count = 0; count < events; count += 1) {
    fewer += term;
    term *= mean / (count + 1);
  }
  return 1 - fewer;
}
