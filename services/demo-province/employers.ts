import {
  organisationCheckCharacter,
  usccCheckCharacter,
} from '../../schemas/identifiers/unified-social-credit-code.js';
import type { Day } from './calendar.js';
import { INDUSTRIES, type Industry } from './industries.js';
import type { People } from './people.js';
import { placeName, prefectures, type Prefecture } from './places.js';
import { dealt, type Random } from './random.js';

export type Employer = {
  readonly index: number;
  readonly name: string;
  /** What it was called before; some departments go on calling it so. */
  readonly former: { readonly name: string; readonly until: Day } | null;
  /** A household has none: departments write the number of the head of the household in its place. */
  readonly uscc: string;
  readonly household: boolean;
  readonly industry: Industry;
  readonly prefecture: Prefecture;
  readonly division: string;
  readonly headcount: number;
  /** Code of the list `employer-size`. */
  readonly size: string;
  /** Code of the list `economic-type`. */
  readonly economicType: string;
};

/** Two of these make a made-up firm name. Not characters of the given names, so that names stay told apart. */
const BRAND = [...'禹晟昊麒澜屹铄琛瀚峤翊骞煜珩霁漾笙澍衍桓'];
/**
 * The organisation code begins with XN (虚拟): the registrar's codes begin with MA or with digits, so that nobody's real
 * code can be hit by chance.
 */
const ORGANISATION_PREFIX = 'XN';
const ORGANISATION_CHARACTERS = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];

/**
 * About `count` employers with `insured` workers in all, spread by population and by employees of each trade; sizes are
 * log-normal, as in life.
 */
export function createEmployers(
  random: Random,
  count: number,
  insured: number,
  years: readonly number[],
): readonly Employer[] {
  const places = dealt(random, count, prefectures(), (prefecture) => prefecture.population);
  // Not fewer than one a trade, or no mine could have an accident in a small world.
  const trades = dealt(random, count - INDUSTRIES.length, INDUSTRIES, (industry) => industry.employees);
  const industries = [...INDUSTRIES, ...trades];
  const sizes = industries.map(() => Math.exp(1.5 * bell(random)));
  const ofOne = insured / sizes.reduce((sum, size) => sum + size, 0);
  const taken = new Set<string>();
  return industries.map((industry, index) => {
    const prefecture = places[index] ?? random.pick(prefectures());
    const headcount = Math.max(1, Math.round((sizes[index] ?? 1) * ofOne));
    return employer(random, { index, industry, prefecture, headcount }, years, taken);
  });
}

/**
 * Farmers that hire by themselves: natural persons, whose name and number stand where a firm's would. The hub has to seal
 * them like workers.
 */
export function createHouseholds(
  random: Random,
  count: number,
  firstIndex: number,
  people: People,
): readonly Employer[] {
  const farms = INDUSTRIES.filter((industry) => industry.setting === 'farm');
  return Array.from({ length: count }, (_, i) => {
    const head = people.create({ maleShare: 0.8, bornTo: 1992, plain: true });
    const prefecture = random.weighted(prefectures(), ({ population }) => population);
    return {
      index: firstIndex + i,
      name: head.name,
      former: null,
      uscc: head.certificateNumber,
      household: true,
      industry: random.pick(farms),
      prefecture,
      division: random.pick(prefecture.divisions),
      headcount: random.int(2, 9),
      size: 'MICRO',
      economicType: '170',
    };
  });
}

function employer(
  random: Random,
  known: Pick<Employer, 'index' | 'industry' | 'prefecture' | 'headcount'>,
  years: readonly number[],
  taken: Set<string>,
): Employer {
  const { industry, prefecture, headcount } = known;
  const division = random.pick(prefecture.divisions);
  const small = headcount < 8 && industry.setting !== 'care';
  const renamed = random.chance(0.03);
  const naming = { industry, prefecture, division, small };
  return {
    ...known,
    name: freshName(random, naming, taken),
    former: renamed ? { name: freshName(random, naming, taken), until: `${random.pick(years)}-06-30` } : null,
    uscc: creditCode(random, division, small ? '92' : leadOf(industry)),
    household: false,
    division,
    size: sizeOf(headcount),
    economicType: small
      ? '170'
      : random.weighted(['150', '110', '160', '170', '300'], (code) => (code === '150' ? 8 : 1)),
  };
}

/** What a department calls an employer on a day: one in three goes on using the former name. */
export function nameOn({ name, former, index }: Employer, day: Day, feed: string): string {
  if (former === null) return name;
  return day <= former.until || (index + feed.length) % 3 === 0 ? former.name : name;
}

type Naming = Pick<Employer, 'industry' | 'prefecture' | 'division'> & { readonly small: boolean };

function freshName(random: Random, { industry, prefecture, division, small }: Naming, taken: Set<string>): string {
  const place = random.chance(0.5)
    ? prefecture.name.replace(/(朝鲜族自治州|市|保护开发区管理委员会)$/, '')
    : placeName(division);
  for (;;) {
    const brand = random.pick(BRAND) + random.pick(BRAND) + (random.chance(0.3) ? random.pick(BRAND) : '');
    const name = `${place}${brand}${industry.trade}${formOf(industry, small)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function formOf(industry: Industry, small: boolean): string {
  if (industry.setting === 'care') return industry.code === '8411' ? '' : '校';
  return small ? '经营部' : '有限公司';
}

function leadOf(industry: Industry): string {
  return industry.setting === 'care' ? '12' : '91';
}

/** GB 32100: authority and kind, the registrar's division, organisation code with its own check, check. */
function creditCode(random: Random, division: string, lead: string): string {
  // 长白山 has no division code; its firms are registered in the county beside it.
  const registrar = /^\d{6}$/.test(division) ? division : '222426';
  const eight = ORGANISATION_PREFIX + Array.from({ length: 6 }, () => random.pick(ORGANISATION_CHARACTERS)).join('');
  // Old organisation codes with a wrong inner check exist; the standard's own check still holds (a warning, no error).
  const inner = random.chance(0.01) ? '0' : organisationCheckCharacter(eight);
  const first17 = `${lead}${registrar}${eight}${inner}`;
  return first17 + usccCheckCharacter(first17);
}

function sizeOf(headcount: number): string {
  if (headcount >= 1000) return 'LARGE';
  if (headcount >= 300) return 'MEDIUM';
  return headcount >= 20 ? 'SMALL' : 'MICRO';
}

/** Roughly normal, mean 0, deviation 1 (sum of twelve). */
function bell(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.next();
  return sum;
}
