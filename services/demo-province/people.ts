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
  /** Null for the few whose number the department does not know. */
  readonly certificateNumber: string | null;
  readonly telephone: string;
};

export type PersonWish = {
  readonly maleShare: number;
  readonly bornFrom?: number;
  readonly bornTo: number;
  /** Only holders of an identity card with a number: the ground on which a fault of that number is planted. */
  readonly plain?: boolean;
};

export type People = { create(wish: PersonWish): Person; all(): readonly Person[] };

/**
 * People that cannot exist: an address code abolished before their birth, and a telephone number (100…) of no network.
 *
 * @param publicText names of employers, places and so on; nobody gets a name that occurs in it, so that a scan for
 *   leaked names finds leaks and nothing else
 */
export function createPeople(random: Random, publicText: string): People {
  const people: Person[] = [];
  const numbers = new Set<string>();
  const names = new Set<string>();
  const addresses = abolishedAddressCodes();
  const create = (wish: PersonWish): Person => {
    const sex = random.chance(wish.maleShare) ? '1' : '2';
    const index = people.length;
    const birthDate = birthOf(random, wish);
    const resident = freshNumber(random, numbers, addresses, birthDate, sex);
    const person: Person = {
      index,
      name: freshName(random, names, publicText, sex),
      sex,
      birthDate,
      ...certificateOf(random, resident, index, wish.plain ?? false),
      telephone: `100${String(random.int(0, 999)).padStart(3, '0')}${String(index).padStart(5, '0')}`,
    };
    people.push(person);
    return person;
  };
  return { create, all: () => people };
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
function freshName(random: Random, taken: Set<string>, publicText: string, sex: '1' | '2'): string {
  for (;;) {
    const name = personalName(random, sex);
    if (publicText.includes(name)) continue;
    if (taken.has(name) && random.chance(0.8)) continue;
    taken.add(name);
    return name;
  }
}

function certificateOf(random: Random, resident: string, index: number, plain: boolean) {
  if (!plain && random.chance(0.004)) {
    return { certificateType: '06', certificateNumber: `XN${String(index).padStart(7, '0')}` } as const;
  }
  const unknown = !plain && random.chance(0.006);
  return { certificateType: '01', certificateNumber: unknown ? null : resident } as const;
}
