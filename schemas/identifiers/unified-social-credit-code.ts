import { codeEntry, codeName } from '../code-lists/code-list.js';
import { isScientificNotation, plainCharacters } from './plain-characters.js';
import type { Problem } from './problem.js';
import { unifiedSocialCreditProblems as found } from './unified-social-credit-problems.js';

/**
 * The unified social credit code (统一社会信用代码, USCC), GB 32100-2015: 1 character of registration authority, 1 of
 * kind, 6 digits of the registrar's division, 9 of organisation code (GB 11714, the last its own check), 1 check.
 */
export type UnifiedSocialCredit = {
  /** 18 characters. */
  readonly value: string;
  /** Characters 1 and 2, code of the list `organisation-kind`. */
  readonly kindCode: string;
  /** Absent when the kind is unknown (warning USCC_REGISTRAR). */
  readonly kindName?: string;
  /** Division of the REGISTRAR, which is not the place of work and not the place of insurance. */
  readonly registrarDivisionCode: string;
  /** Characters 9–17. */
  readonly organisationCode: string;
};

export type UnifiedSocialCreditCheck =
  | ({ readonly ok: true; readonly warnings: readonly Problem[] } & UnifiedSocialCredit)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** GB 32100-2015 4.2: digits and capitals without I, O, S, V, Z; a character's place is its value. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** 3^(i−1) mod 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** GB 11714-1997 counts all letters: A is 10, Z is 35. */
const ORGANISATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/**
 * The check character of a code's first 17, MOD 31-3 (GB 32100-2015, appendix A).
 *
 * @throws RangeError when they are not 17 characters of the alphabet
 */
export function usccCheckCharacter(first17: string): string {
  const sum = weightedSum(first17, ALPHABET, WEIGHTS);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/**
 * The check character of an organisation code's first 8, MOD 11 with X for 10 (GB 11714-1997).
 *
 * @throws RangeError when they are not 8 digits or capitals
 */
export function organisationCheckCharacter(first8: string): string {
  const sum = weightedSum(first8, ORGANISATION_ALPHABET, ORGANISATION_WEIGHTS);
  return '0123456789X'.charAt((11 - (sum % 11)) % 11);
}

/** Plain characters. Idempotent. O stays O: to read it as 0 would be a guess about which company is meant. */
export function normaliseUnifiedSocialCreditCode(text: string): string {
  return plainCharacters(text);
}

/**
 * Is it a unified social credit code? A wrong MOD 31 check is an error; a wrong organisation check or an unknown
 * registrar is a warning, because old organisation codes and new registrars exist that break the tables.
 *
 * @param options.on accepted so that both identifiers are checked alike; nothing in this code depends on a date
 */
export function checkUnifiedSocialCreditCode(text: string, _options: { on?: string } = {}): UnifiedSocialCreditCheck {
  const value = normaliseUnifiedSocialCreditCode(text);
  const problem = shapeProblem(value) ?? checkProblem(value);
  if (problem) return { ok: false, problems: [problem] };

  const kindCode = value.slice(0, 2);
  const kindName = codeName('organisation-kind', kindCode);
  const parts = { kindCode, registrarDivisionCode: value.slice(2, 8), organisationCode: value.slice(8, 17) };
  return { ok: true, value, ...parts, ...(kindName ? { kindName } : {}), warnings: warningsOf(parts) };
}

function shapeProblem(value: string): Problem | undefined {
  if (isScientificNotation(value)) return found.spreadsheetNumber;
  if ([...value].length !== 18) return found.length;
  const known = [...value].every((character) => ALPHABET.includes(character));
  return known && /^..\d{6}/.test(value) ? undefined : found.character;
}

function checkProblem(value: string): Problem | undefined {
  return usccCheckCharacter(value.slice(0, 17)) === value.at(-1) ? undefined : found.check;
}

function warningsOf(parts: Pick<UnifiedSocialCredit, 'kindCode' | 'registrarDivisionCode' | 'organisationCode'>) {
  const { kindCode, registrarDivisionCode, organisationCode } = parts;
  const warnings: Problem[] = [];
  if (!codeEntry('organisation-kind', kindCode)) warnings.push(found.registrar);
  if (!isRegistrarDivision(registrarDivisionCode)) warnings.push(found.registrarDivision);
  if (organisationCheckCharacter(organisationCode.slice(0, 8)) !== organisationCode.at(-1)) {
    warnings.push(found.organisationCheck);
  }
  return warnings;
}

/**
 * 100000 is the state itself. In Jilin the prefecture must be known: registrars also write 220101 (市辖区) and codes of
 * development zones (220171 …) that are in no list of divisions. Outside Jilin only the province can be judged.
 */
function isRegistrarDivision(code: string): boolean {
  if (code === '100000') return true;
  if (code.startsWith('22')) {
    return [code, `${code.slice(0, 4)}00`].some((division) => codeEntry('division', division) !== undefined);
  }
  return codeEntry('province', code.slice(0, 2)) !== undefined;
}

function weightedSum(text: string, alphabet: string, weights: readonly number[]): number {
  const values = [...text].map((character) => alphabet.indexOf(character));
  if (values.length !== weights.length || values.includes(-1)) {
    throw new RangeError(
      `A check character is computed from ${weights.length} characters of ${alphabet}; found ${values.length}, ${values.filter((v) => v < 0).length} of them others.`,
    );
  }
  return weights.reduce((total, weight, i) => total + weight * (values[i] ?? 0), 0);
}
