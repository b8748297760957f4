import type { ClearIdentity } from '../connector.js';
import { codeEntry } from '../../schemas/code-lists/code-list.js';
import { plainCharacters } from '../../schemas/identifiers/plain-characters.js';
import { checkResidentIdentityNumber } from '../../schemas/identifiers/resident-identity-number.js';
import type { RowReader } from '../reading/row-reader.js';
import { PERSON_PROBLEMS, problemOfNumber } from './worker-rules.js';

const UNKNOWN_SEX = '0';
/** Sexes that say something, and so can contradict the number (GB/T 2261.1-2003). */
const STATED_SEXES: ReadonlySet<string> = new Set(['1', '2']);
const WORKING_AGE = { from: 16, to: 70 } as const;

/**
 * Who the worker is, in clear, from the columns of `workerColumns`. A resident identity number is normalised (15 digits
 * to 18, x to X) before anything is sealed, so that one person has one reference; it fills in sex and birth date where
 * their columns are empty, and is held against them where they are not.
 *
 * @param eventDay day of the event, `YYYY-MM-DD`: nobody is born after it
 */
export function readWorker(reader: RowReader, eventDay: string): ClearIdentity {
  const name = reader.text('workerName') ?? '';
  const certificateType = readKnownCode(reader, 'workerCertificateType', 'certificate-type');
  const sex = readKnownCode(reader, 'workerSex', 'sex');
  const birthDate = readBirthDate(reader, eventDay);
  const telephone = plainOrNull(reader.text('workerTelephone'));
  const number = readNumber(reader, certificateType, eventDay);
  if (sex !== null && STATED_SEXES.has(sex) && number.sex !== null && sex !== number.sex) {
    reader.report('workerSex', PERSON_PROBLEMS.sexMismatch);
  }
  if (birthDate !== null && number.birthDate !== null && birthDate !== number.birthDate) {
    reader.report('workerBirthDate', PERSON_PROBLEMS.birthMismatch);
  }
  const bornOn = birthDate ?? number.birthDate;
  if (bornOn !== null && isAgeUnusual(bornOn, eventDay)) {
    reader.report(birthDate === null ? 'workerCertificateNumber' : 'workerBirthDate', PERSON_PROBLEMS.ageUnusual);
  }
  return {
    certificateType: certificateType ?? '',
    certificateNumber: number.value,
    name,
    birthDate: bornOn,
    sex: sex !== null && STATED_SEXES.has(sex) ? sex : (number.sex ?? sex ?? UNKNOWN_SEX),
    telephone,
  };
}

/** These columns do not reach the event in clear, so the contract cannot check their codes. */
function readKnownCode(reader: RowReader, key: string, list: string): string | null {
  const code = reader.code(key, reader.today);
  if (code === null || codeEntry(list, code)) return code;
  reader.report(key, PERSON_PROBLEMS.codeUnknown);
  return null;
}

function readBirthDate(reader: RowReader, eventDay: string): string | null {
  const date = reader.date('workerBirthDate');
  if (date === null || (date <= reader.today && date <= eventDay)) return date;
  reader.report(
    'workerBirthDate',
    date > reader.today ? PERSON_PROBLEMS.birthInFuture : PERSON_PROBLEMS.bornAfterEvent,
  );
  return null;
}

type NumberRead = { value: string | null; sex: string | null; birthDate: string | null };

function readNumber(reader: RowReader, certificateType: string | null, eventDay: string): NumberRead {
  const text = plainOrNull(reader.text('workerCertificateNumber'));
  if (text === null) {
    reader.report('workerCertificateNumber', PERSON_PROBLEMS.numberMissing);
    return { value: null, sex: null, birthDate: null };
  }
  const rule =
    certificateType === null ? undefined : codeEntry('certificate-type', certificateType)?.attributes?.['check'];
  if (rule !== 'resident-identity-number') return { value: text, sex: null, birthDate: null };
  const check = checkResidentIdentityNumber(text, { on: eventDay });
  for (const problem of check.ok ? check.warnings : check.problems) {
    const found = problemOfNumber(problem);
    if (found) reader.report('workerCertificateNumber', found);
  }
  return check.ok
    ? { value: check.value, sex: check.sex, birthDate: check.birthDate }
    : { value: null, sex: null, birthDate: null };
}

function plainOrNull(text: string | null): string | null {
  return text === null ? null : plainCharacters(text) || null;
}

/** Full years (周岁) on the day; dates are `YYYY-MM-DD`. */
function isAgeUnusual(birthDate: string, day: string): boolean {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  const age = day.slice(5) < birthDate.slice(5) ? years - 1 : years;
  return age < WORKING_AGE.from || age > WORKING_AGE.to;
}
