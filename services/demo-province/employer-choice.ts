import type { Employer } from './employers.js';
import type { Random } from './random.js';

export type EmployerWish = {
  readonly unit?: string | undefined;
  readonly reportGroup?: string;
  readonly trades?: readonly string[];
  /** A household that hires, which has no credit code; firms only when absent. */
  readonly household?: boolean;
};
/** Chooses by headcount × risk among those that fit; a wish that nobody fits is widened to the whole province. */
export type EmployerChoice = (random: Random, wish: EmployerWish) => Employer;

type Fitting = { readonly employers: readonly Employer[]; readonly sums: readonly number[] };

export function employerChoice(employers: readonly Employer[]): EmployerChoice {
  const known = new Map<string, Fitting>();
  const fitting = (wish: EmployerWish): Fitting => {
    const key = `${wish.unit}/${wish.reportGroup}/${wish.trades?.join()}/${wish.household}`;
    const found = known.get(key) ?? withSums(employers.filter((candidate) => fits(candidate, wish)));
    known.set(key, found);
    return found;
  };
  return (random, wish) => {
    const local = fitting(wish);
    return drawn(random, local.employers.length > 0 ? local : fitting({ ...wish, unit: undefined }));
  };
}

/** Running sums of the weights, so that a draw among twenty thousand takes fifteen steps. */
function withSums(employers: readonly Employer[]): Fitting {
  let sum = 0;
  return { employers, sums: employers.map(({ headcount, industry }) => (sum += headcount * industry.risk)) };
}

function drawn(random: Random, { employers, sums }: Fitting): Employer {
  const draw = random.next() * (sums.at(-1) ?? 0);
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > draw) high = middle;
    else low = middle + 1;
  }
  const found = employers[low];
  if (!found) throw new RangeError('No employer of the province fits the wish, in no prefecture.');
  return found;
}

function fits(candidate: Employer, wish: EmployerWish): boolean {
  return (
    candidate.household === (wish.household ?? false) &&
    (wish.unit === undefined || candidate.prefecture.unit === wish.unit) &&
    (wish.reportGroup === undefined || candidate.industry.reportGroup === wish.reportGroup) &&
    (wish.trades === undefined || wish.trades.includes(candidate.industry.code))
  );
}
