import { codeList, isCodeValid, type CodeValidity } from './code-lists/code-list.js';
import type { EventContract, PayloadField } from './contract.js';
import type { Finding } from './finding.js';
import { checkUnifiedSocialCreditCode } from './identifiers/unified-social-credit-code.js';
import { unifiedSocialCreditProblems } from './identifiers/unified-social-credit-problems.js';
import { valueAt } from './payload-value.js';
import { asDate, periodDateOf } from './period.js';

/**
 * Rules that follow from a field's attributes in the contract. A check declares its rules and answers with those that
 * the payload breaks, so that nothing can be declared without being run (promise 7). Sentences never hold the value:
 * a shifted column puts a name where nobody expects one.
 */
export type DerivedRule = Omit<Finding, 'field'> & { readonly fields: readonly string[] };

export type CheckContext = {
  /** Day of acceptance by Asia/Shanghai, `YYYY-MM-DD`. */
  readonly today: string;
};

export type FieldCheck = {
  readonly rules: readonly DerivedRule[];
  readonly broken: (payload: object, context: CheckContext) => readonly DerivedRule[];
};

/** The checks that the contract implies for one field. */
export function fieldChecks(contract: EventContract, field: PayloadField): readonly FieldCheck[] {
  return [
    requiredCheck(field),
    codeCheck(contract, field),
    rangeCheck(field),
    usccCheck(field),
    futureCheck(field),
  ].filter((check) => check !== null);
}

function requiredCheck(field: PayloadField): FieldCheck | null {
  if (field.nullable || field.default !== undefined) return null;
  const rule = error(field, 'REQUIRED_MISSING', {
    zh: `「${field.label}」为必填项，不能为空。`,
    en: `${field.path} is required.`,
    remedy: `请填写「${field.label}」。`,
  });
  return oneRule(rule, (payload) => [null, ''].includes(valueAt(payload, field.path) as null | ''));
}

function codeCheck(contract: EventContract, field: PayloadField): FieldCheck | null {
  const listId = field.codeList;
  if (listId === undefined) return null;
  const { label } = codeList(listId);
  const unknown = error(field, 'CODE_UNKNOWN', {
    zh: `「${field.label}」不在代码表“${label}”中。`,
    en: `${field.path} is not in the code list ${listId}.`,
    remedy: `请在「${field.label}」填写代码表“${label}”中的代码或名称${someNames(listId)}。`,
  });
  const notInForce = error(field, 'CODE_NOT_VALID_ON_DATE', {
    zh: `「${field.label}」的代码在业务发生日期无效（尚未启用或已经停用）。`,
    en: `${field.path} is a code that was not in force on the record's date.`,
    remedy: `请在「${field.label}」填写业务发生日期当时有效的“${label}”代码，并核对该日期。`,
  });
  // It looks at the date as well: while that is unreadable, whether the code was in force cannot be said.
  const outOfDate = { ...notInForce, fields: [field.path, ...(field.codeDate ?? contract.period)] };
  const byValidity: Record<CodeValidity, readonly DerivedRule[]> = {
    valid: [],
    unknown: [unknown],
    'not-valid-on-date': [outOfDate],
  };
  return {
    rules: [unknown, outOfDate],
    broken: (payload, { today }) => {
      const code = valueAt(payload, field.path);
      // An empty text is REQUIRED_MISSING, or nothing at all where the field may be empty.
      if (typeof code !== 'string' || code === '') return [];
      return byValidity[isCodeValid(listId, code, codeDateOf(contract, field, payload) ?? today)];
    },
  };
}

/** The day on which a code must be in force: the date that the field names, or else the period's. */
function codeDateOf(contract: EventContract, field: PayloadField, payload: object): string | null {
  for (const path of field.codeDate ?? []) {
    const day = asDate(valueAt(payload, path));
    if (day !== null) return day;
  }
  return periodDateOf(contract, payload);
}

/** A short list is printed whole; of a long one the name says enough. */
function someNames(listId: string): string {
  const names = new Set(codeList(listId).entries.map(({ name }) => name));
  return names.size <= 14 ? `：${[...names].join('、')}` : '';
}

/** Avro `int`, and the whole numbers that a double, and so JSON, keeps exactly. */
const LIMITS = { int: 2 ** 31 - 1, long: Number.MAX_SAFE_INTEGER } as const;

function rangeCheck(field: PayloadField): FieldCheck | null {
  const { avroType } = field;
  if (avroType !== 'int' && avroType !== 'long' && avroType !== 'double') return null;
  const limit = avroType === 'double' ? Number.MAX_VALUE : LIMITS[avroType];
  const minimum = field.minimum ?? -limit;
  const maximum = field.maximum ?? limit;
  const expected = expectedNumber(field);
  const rule = error(field, 'NUMBER_OUT_OF_RANGE', {
    zh: `「${field.label}」超出允许范围，应为${expected}。`,
    en: `${field.path} must be ${avroType === 'double' ? 'a number' : 'a whole number'} from ${minimum} to ${maximum}.`,
    remedy: `请核对「${field.label}」的数值和计量单位，填写${expected}。`,
  });
  return oneRule(rule, (payload) => {
    const value = valueAt(payload, field.path);
    if (typeof value !== 'number') return false;
    return !(value >= minimum && value <= maximum && (avroType === 'double' || Number.isInteger(value)));
  });
}

/** What the contract says; where it says nothing only the storage sets a limit, and that is nobody's business. */
function expectedNumber({ avroType, minimum, maximum }: PayloadField): string {
  const kind = avroType === 'double' ? '数值' : '整数';
  const bounds = [
    ...(minimum === undefined ? [] : [`不小于${minimum}`]),
    ...(maximum === undefined ? [] : [`不大于${maximum}`]),
  ];
  return bounds.length === 0 ? `合理的${kind}` : `${bounds.join('、')}的${kind}`;
}

const USCC_ERRORS = ['spreadsheetNumber', 'length', 'character', 'check'] as const;
const USCC_WARNINGS = ['organisationCheck', 'registrar', 'registrarDivision'] as const;

/** GB 32100-2015; what breaks only GB 11714 or an unknown registrar is a warning. */
function usccCheck(field: PayloadField): FieldCheck | null {
  if (field.identifier !== 'uscc') return null;
  const rules = [
    ...USCC_ERRORS.map((name) => usccRule(field, name, 'error')),
    ...USCC_WARNINGS.map((name) => usccRule(field, name, 'warning')),
  ];
  return {
    rules,
    broken: (payload) => {
      const value = valueAt(payload, field.path);
      if (typeof value !== 'string' || value === '') return [];
      const check = checkUnifiedSocialCreditCode(value);
      const codes = new Set((check.ok ? check.warnings : check.problems).map(({ code }) => code));
      return rules.filter(({ code }) => codes.has(code));
    },
  };
}

function usccRule(
  field: PayloadField,
  name: keyof typeof unifiedSocialCreditProblems,
  severity: Finding['severity'],
): DerivedRule {
  const { code, zh, en } = unifiedSocialCreditProblems[name];
  const remedy = `请按营业执照或登记证书核对「${field.label}」，填写18位统一社会信用代码。`;
  return { code, severity, fields: [field.path], zh, en: `${field.path}: ${en}`, remedy };
}

/** Nothing that is reported has its date after the day it is accepted. */
function futureCheck(field: PayloadField): FieldCheck | null {
  if (field.avroType !== 'date' && field.avroType !== 'timestamp-millis') return null;
  const rule = error(field, 'DATE_IN_FUTURE', {
    zh: `「${field.label}」晚于报送当日。`,
    en: `${field.path} is later than the day of submission.`,
    remedy: `请核对「${field.label}」，填写实际发生的日期，不得晚于报送当日。`,
  });
  return oneRule(rule, (payload, { today }) => (asDate(valueAt(payload, field.path)) ?? '') > today);
}

function error(field: PayloadField, code: string, words: Pick<Finding, 'zh' | 'en' | 'remedy'>): DerivedRule {
  return { code, severity: 'error', fields: [field.path], ...words };
}

function oneRule(rule: DerivedRule, isBroken: (payload: object, context: CheckContext) => boolean): FieldCheck {
  return { rules: [rule], broken: (payload, context) => (isBroken(payload, context) ? [rule] : []) };
}
