import type { FeedRule } from '../connector.js';
import { residentIdentityProblems as known } from '../../schemas/identifiers/resident-identity-problems.js';
import type { Problem } from '../../schemas/identifiers/problem.js';
import { declared, type CellProblem } from '../reading/reading-rules.js';

/** Findings about a worker's identity that are ours; those about the number itself come with the identifier. */
export const PERSON_PROBLEMS = {
  numberMissing: {
    code: 'CERTIFICATE_NUMBER_MISSING',
    severity: 'warning',
    zh: '未填写，无法与其他部门的记录可靠关联',
    en: 'is empty: the person cannot be linked to other departments with certainty',
  },
  codeUnknown: {
    code: 'CODE_UNKNOWN',
    severity: 'error',
    zh: '不在代码表中',
    en: 'is not in the code list',
  },
  sexMismatch: {
    code: 'ID_SEX_MISMATCH',
    severity: 'error',
    zh: '与公民身份号码第17位不符（奇数为男，偶数为女）',
    en: 'does not agree with digit 17 of the identity number (odd male, even female)',
    alsoIn: ['workerCertificateNumber'],
    remedy: '请核对「性别」和「证件号码」；「性别」可留空，按证件号码确定。',
  },
  birthMismatch: {
    code: 'ID_BIRTH_MISMATCH',
    severity: 'error',
    zh: '与公民身份号码第7至14位不符',
    en: 'does not agree with digits 7 to 14 of the identity number',
    alsoIn: ['workerCertificateNumber'],
    remedy: '请核对「出生日期」和「证件号码」；「出生日期」可留空，按证件号码确定。',
  },
  birthInFuture: {
    code: 'DATE_IN_FUTURE',
    severity: 'error',
    zh: '晚于报送当日',
    en: 'is later than the day of submission',
  },
  bornAfterEvent: {
    code: 'BIRTH_AFTER_EVENT',
    severity: 'error',
    zh: '晚于业务发生日期',
    en: 'is later than the day of the event',
    remedy: '请核对「出生日期」和业务发生日期，出生日期不得晚于业务发生日期。',
  },
  ageUnusual: {
    code: 'AGE_UNUSUAL',
    severity: 'warning',
    zh: '表明业务发生时不满16周岁或超过70周岁',
    en: 'says that the worker was under 16 or over 70 on the day of the event',
    remedy: '请核对「证件号码」「出生日期」和业务发生日期；确属未成年人或超龄人员的可不修改。',
  },
} as const satisfies Record<string, CellProblem>;

/** Ages outside 16–70 are one finding, whether they come from the number or from the date of birth. */
const AGE_CODES: ReadonlySet<string> = new Set([known.ageBelow16.code, known.ageAbove70.code]);
const NUMBER_WARNINGS: ReadonlySet<string> = new Set([known.firstGeneration.code]);

/** A problem of the identity number as a problem of its column; null for ages, which are judged from the birth date. */
export function problemOfNumber({ code, zh, en }: Problem): CellProblem | null {
  if (AGE_CODES.has(code)) return null;
  const severity = NUMBER_WARNINGS.has(code) ? 'warning' : 'error';
  return { code, severity, zh: `有误：${withoutStop(zh)}`, en: `is not right: ${withoutStop(en)}` };
}

/** Rules of the worker columns (GB 11643-1999, certificate type 01). */
export const workerRules: readonly FeedRule[] = [
  ...Object.values(known).flatMap((problem) => {
    const found = problemOfNumber(problem);
    return found ? [declared(found, ['workerCertificateNumber'])] : [];
  }),
  declared(PERSON_PROBLEMS.numberMissing, ['workerCertificateNumber']),
  declared(PERSON_PROBLEMS.codeUnknown, ['workerCertificateType', 'workerSex']),
  declared(PERSON_PROBLEMS.sexMismatch, ['workerSex', 'workerCertificateNumber']),
  declared(PERSON_PROBLEMS.birthMismatch, ['workerBirthDate', 'workerCertificateNumber']),
  declared(PERSON_PROBLEMS.birthInFuture, ['workerBirthDate']),
  declared(PERSON_PROBLEMS.bornAfterEvent, ['workerBirthDate']),
  declared(PERSON_PROBLEMS.ageUnusual, ['workerBirthDate', 'workerCertificateNumber']),
];

function withoutStop(sentence: string): string {
  return sentence.replace(/[。.]$/, '');
}
