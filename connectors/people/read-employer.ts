import type { ClearIdentity } from '../connector.js';
import type { Employer } from '../../schemas/generated/event-types.js';
import {
  checkResidentIdentityNumber,
  looksLikeResidentIdentityNumber,
  normaliseResidentIdentityNumber,
} from '../../schemas/identifiers/resident-identity-number.js';
import {
  checkUnifiedSocialCreditCode,
  normaliseUnifiedSocialCreditCode,
} from '../../schemas/identifiers/unified-social-credit-code.js';
import type { RecordSeal } from '../reading/map-row.js';
import type { RowReader } from '../reading/row-reader.js';

/** The columns of one employer; those that a feed does not have are left out. */
export type EmployerColumns = {
  readonly name: string;
  readonly uscc: string;
  readonly industry?: string;
  readonly division?: string;
};

/**
 * The employer that the columns name, ready to be put in a payload. A unit whose code is a resident identity number is
 * a natural person (a household that hires, a farmer): it is sealed, and neither code nor name goes out.
 *
 * @param day day on which industry and division must be in force
 */
export function readEmployer(reader: RowReader, columns: EmployerColumns, day: string): (seal: RecordSeal) => Employer {
  const name = reader.text(columns.name);
  const code = reader.text(columns.uscc);
  const place = {
    industry: columns.industry === undefined ? null : reader.code(columns.industry, day),
    division: columns.division === undefined ? null : reader.code(columns.division, day),
  };
  if (code !== null && isNaturalPerson(code)) {
    const identity = employerIdentity(code, name);
    return (seal) => ({ uscc: null, name: null, personRef: seal.employerPerson(identity), ...place });
  }
  const uscc = code === null ? null : normaliseUnifiedSocialCreditCode(code) || null;
  return () => ({ uscc, name, personRef: null, ...place });
}

/** True when nothing at all was said about the employer. */
export function isEmployerEmpty({ uscc, name, personRef, industry, division }: Employer): boolean {
  return [uscc, name, personRef, industry, division].every((value) => value === null);
}

/**
 * A code of an organisation wins only when nothing about it is odd (authority, registrar's division, organisation code):
 * one resident number in 31 passes the MOD 31 check of GB 32100 by chance, and must not go out in clear.
 */
function isNaturalPerson(code: string): boolean {
  if (!looksLikeResidentIdentityNumber(code)) return false;
  const organisation = checkUnifiedSocialCreditCode(code);
  return !organisation.ok || organisation.warnings.length > 0;
}

function employerIdentity(code: string, name: string | null): ClearIdentity {
  const check = checkResidentIdentityNumber(code);
  return {
    certificateType: '01',
    certificateNumber: check.ok ? check.value : normaliseResidentIdentityNumber(code),
    name: name ?? '',
    birthDate: check.ok ? check.birthDate : null,
    sex: check.ok ? check.sex : '0',
    telephone: null,
  };
}
