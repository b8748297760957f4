import { residentIdentityCheckDigit } from '../../schemas/identifiers/resident-identity-number.js';
import { dayBetween, type Day } from './calendar.js';
import { personalName } from './names.js';
import { abolishedAddressCodes, BIRTH_YEARS } from './places.js';
import type { Random } from './random.js';

export type Person = {
  readonly index: number;
  readonly name: string;
  readonly sex: '1' | '2';
  readonly birthDate: Day;
  /** Code of the list `certificate-type`: 01 resident identity card, 06 passport. */
  readonly certificateType: '01' | '06';
  readonly certificateNumber: string;
  readonly telephone: string;
};

export type PersonWish = {
  readonly maleShare: number;
  readonly bornFrom?: number;
  readonly bornTo: number;
  /** Only holders of an identity card: the ground on which a fault of that number is planted. */
  readonly plain?: boolean;
};

export type People = {
  create(wish: PersonWish): Person;
  /** Those created since it was last asked: the registry itself remembers numbers and names only. */
  taken(): readonly Person[];
};

/** Length of names: of two or three characters. */
const NAME_LENGTHS = [2, 3];

/**
 * People that cannot exist: an address code abolished before their birth, and a telephone number (100…) of no network.
 *
 * @param publicText names of employers, places and so on; nobody gets a name that occurs in it, so that a scan for
 *   leaked names finds leaks and nothing else
 */
export function createPeople(random: Random, publicText: readonly string[]): People {
  let count = 0;
  let people: Person[] = [];
  const numbers = new Set<string>();
  const names = new Set<string>();
  const isPublic = windowsOf(publicText);
  const addresses = abolishedAddressCodes();
  const create = (wish: PersonWish): Person => {
    const sex = random.chance(wish.maleShare) ? '1' : '2';
    const index = count++;
    const birthDate = birthOf(random, wish);
    const resident = freshNumber(random, numbers, addresses, birthDate, sex);
    const person: Person = {
      index,
      name: freshName(random, names, isPublic, sex),
      sex,
      birthDate,
      ...certificateOf(random, resident, index, wish.plain ?? false),
      telephone: `100${String(random.int(0, 99)).padStart(2, '0')}${String(index).padStart(6, '0')}`,
    };
    people.push(person);
    return person;
  };
  const taken = () => {
    const since = people;
    people = [];
    return since;
  };
  return { create, taken };
}

/** GB 11643: address, birth, serial (odd for men), check digit. */
export function residentNumber(address: string, birthDate: Day, serial: string): string {
  const first17 = `${address}${birthDate.replaceAll('-', '')}${serial}`;
  return first17 + residentIdentityCheckDigit(first17);
}

function birthOf(random: Random, wish: PersonWish): Day {
  const from = Math.max(wish.bornFrom ?? BIRTH_YEARS.from, BIRTH_YEARS.from);
  const to = Math.max(from, Math.min(wish.bornTo, BIRTH_YEARS.to));
  return dayBetween(random, `${from}-01-01`, `${to}-12-31`);
}

function freshNumber(random: Random, taken: Set<string>, addresses: readonly string[], birth: Day, sex: '1' | '2') {
  for (;;) {
    const serial = random.int(1, 499) * 2 - (sex === '1' ? 1 : 0);
    const number = residentNumber(random.pick(addresses), birth, String(serial).padStart(3, '0'));
    if (taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

/** Namesakes are wanted now and then (linking on names alone must fail), but not by the dozen. */
function freshName(random: Random, taken: Set<string>, isPublic: ReadonlySet<string>, sex: '1' | '2'): string {
  for (;;) {
    const name = personalName(random, sex);
    if (isPublic.has(name)) continue;
    if (taken.has(name) && random.chance(0.8)) continue;
    taken.add(name);
    return name;
  }
}

/** All that a name might equal: a search of the whole text for each person would take minutes at full size. */
function windowsOf(texts: readonly string[]): ReadonlySet<string> {
  const windows = new Set<string>();
  for (const text of texts) {
    for (const length of NAME_LENGTHS) {
      for (let at = 0; at + length <= text.length; at++) windows.add(text.slice(at, at + length));
    }
  }
  return windows;
}

function certificateOf(random: Random, resident: string, index: number, plain: boolean) {
  if (!plain && random.chance(0.004)) {
    return { certificateType: '06', certificateNumber: `XN${String(index).padStart(7, '0')}` } as const;
  }
  return { certificateType: '01', certificateNumber: resident } as const;
}
