import { codeEntry, codeName } from '../code-lists/code-list.js';
import { isCalendarDate } from '../period.js';
import { isScientificNotation, plainCharacters } from './plain-characters.js';
import type { Problem } from './problem.js';
import { residentIdentityProblems as found } from './resident-identity-problems.js';

/**
 * The resident identity number (公民身份号码), GB 11643-1999: 6 digits of address, 8 of birth date, 3 of serial (the
 * last odd for a man, even for a woman), 1 check character.
 */
export type ResidentIdentity = {
  /** 18 characters. */
  readonly value: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  /** Code of the list `sex` (GB/T 2261.1): 1 male, 2 female. */
  readonly sex: '1' | '2';
  /** The division where the number was given, which is not where the person lives or works. */
  readonly divisionCode: string;
  /** Its name at birth, or its latest; outside Jilin the province's name. */
  readonly divisionName: string;
};

export type ResidentIdentityCheck =
  | ({ readonly ok: true; readonly warnings: readonly Problem[] } & ResidentIdentity)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** GB 11643-1999 appendix A. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/**
 * The check character of a number's first 17 digits, ISO 7064 MOD 11-2 (GB 11643-1999, appendix A).
 *
 * @throws RangeError when they are not 17 digits
 */
export function residentIdentityCheckDigit(first17: string): string {
  if (!/^\d{17}$/.test(first17)) {
    throw new RangeError(`A check digit is computed from 17 digits; found ${first17.length} characters.`);
  }
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/**
 * Plain characters, 18 where 15 can be extended. Idempotent; says nothing about validity.
 *
 * The century of a 15-digit number is 19: serials 996–999 meant people a hundred years old when numbers were first
 * given, none of whom is a worker.
 */
export function normaliseResidentIdentityNumber(text: string): string {
  const plain = plainCharacters(text);
  if (!/^\d{15}$/.test(plain)) return plain;
  const first17 = `${plain.slice(0, 6)}19${plain.slice(6)}`;
  return first17 + residentIdentityCheckDigit(first17);
}

/**
 * Is it a resident identity number, and whose birth, sex and place does it state? All problems are given, not the first.
 *
 * @param options.on day of the event, `YYYY-MM-DD`. With it a birth after that day or before 1900 is an error, and an age
 *   outside 16–70 a warning (超龄 workers exist, minors are a finding). Without it a birth before 1900 is a warning only,
 *   because the standard's own second example was born in 1880.
 */
export function checkResidentIdentityNumber(text: string, options: { on?: string } = {}): ResidentIdentityCheck {
  const value = normaliseResidentIdentityNumber(text);
  const shape = shapeProblem(value);
  if (shape) return { ok: false, problems: [shape] };

  const birthDate = birthDateOf(value);
  const divisionCode = value.slice(0, 6);
  const divisionName = divisionNameOf(divisionCode, birthDate);
  const problems = [...birthProblems(birthDate, options.on)];
  if (divisionName === undefined) problems.unshift(found.division);
  if (residentIdentityCheckDigit(value.slice(0, 17)) !== value.at(-1)) problems.push(found.checkDigit);
  if (problems.length > 0 || divisionName === undefined) return { ok: false, problems };

  const sex = Number(value[16]) % 2 === 1 ? '1' : '2';
  const warnings = warningsOf(plainCharacters(text), birthDate, options.on);
  return { ok: true, value, birthDate, sex, divisionCode, divisionName, warnings };
}

/**
 * Does the text contain something that reads as a resident identity number: a known address, a real birth date and,
 * for 18 characters, the right check character? A guard for fields that must not hold one (record ids, free text, URLs).
 *
 * Without `on` it errs on the side of caution: case numbers made of division, day and serial (220104 20240315 0012) read
 * as a newborn's number one time in eleven. With `on` only births 14 to 99 years before that day count.
 */
export function looksLikeResidentIdentityNumber(text: string, options: { on?: string } = {}): boolean {
  const plain = plainCharacters(text);
  if (!/\d{15}/.test(plain)) return false;
  // Windows overlap: 18 characters may hide in a longer run. 15 digits have no check character, so they must stand alone.
  const eighteen = [...plain.matchAll(/(?=(\d{17}[\dX]))/g)].map((match) => match[1] ?? '');
  const fifteen = [...plain.matchAll(/(?<!\d)\d{15}(?![\dX])/g)].map((match) => match[0]);
  return [...eighteen, ...fifteen].some((candidate) => {
    const check = checkResidentIdentityNumber(candidate);
    if (!check.ok || check.birthDate < '1900') return false;
    if (options.on === undefined) return true;
    const age = ageOn(check.birthDate, options.on);
    return age >= 14 && age <= 99;
  });
}

function shapeProblem(value: string): Problem | undefined {
  if (isScientificNotation(value)) return found.spreadsheetNumber;
  // Code points, so that one strange character is reported as such and not as a wrong length.
  if ([...value].length !== 18) return found.length;
  return /^\d{17}[\dX]$/.test(value) ? undefined : found.character;
}

function birthDateOf(value: string): string {
  return `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
}

function birthProblems(birthDate: string, on: string | undefined): Problem[] {
  if (!isCalendarDate(birthDate)) return [found.birthDate];
  if (on === undefined) return [];
  if (birthDate > on) return [found.birthInFuture];
  return birthDate < '1900' ? [found.birthBefore1900] : [];
}

function warningsOf(plain: string, birthDate: string, on: string | undefined): Problem[] {
  const warnings: Problem[] = [];
  if (plain.length === 15) warnings.push(found.firstGeneration);
  if (birthDate < '1900') warnings.push(found.birthBefore1900);
  if (on !== undefined && ageOn(birthDate, on) < 16) warnings.push(found.ageBelow16);
  if (on !== undefined && ageOn(birthDate, on) > 70) warnings.push(found.ageAbove70);
  return warnings;
}

/**
 * We hold the history of Jilin's divisions only. There an address must have been a division at some time: not
 * necessarily at birth, because numbers were first given in 1984 and later. Of other provinces we can judge the first
 * two digits and no more.
 */
function divisionNameOf(code: string, birthDate: string): string | undefined {
  if (!code.startsWith('22')) return codeName('province', code.slice(0, 2));
  const atBirth = isCalendarDate(birthDate) ? codeEntry('division', code, birthDate) : undefined;
  return (atBirth ?? codeEntry('division', code))?.name;
}

/** Full years (周岁). Dates are `YYYY-MM-DD`. */
function ageOn(birthDate: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
