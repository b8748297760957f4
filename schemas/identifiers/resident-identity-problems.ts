import type { Problem } from './problem.js';

/** Every finding about a resident identity number; which are errors and which are warnings is decided by the check. */
export const residentIdentityProblems = {
  spreadsheetNumber: {
    code: 'ID_SPREADSHEET_NUMBER',
    zh: '公民身份号码被表格软件转换成了科学计数法，末尾数字已丢失，须从原系统重新导出。',
    en: 'The spreadsheet turned the identity number into scientific notation and lost its last digits. Format the column as text and export again.',
  },
  length: {
    code: 'ID_LENGTH',
    zh: '公民身份号码应为18位（第一代居民身份证为15位）。请核对是否多录或漏录。',
    en: 'A resident identity number has 18 characters (15 on a first-generation card). Check for missing or extra characters.',
  },
  character: {
    code: 'ID_CHARACTER',
    zh: '公民身份号码前17位应为数字，第18位应为数字或X。',
    en: 'The first 17 characters of a resident identity number are digits, the 18th is a digit or X.',
  },
  birthDate: {
    code: 'ID_BIRTH_DATE',
    zh: '公民身份号码第7至14位不是真实存在的日期。',
    en: 'Characters 7 to 14 of the resident identity number are not a real date.',
  },
  birthInFuture: {
    code: 'ID_BIRTH_IN_FUTURE',
    zh: '公民身份号码中的出生日期晚于业务发生日期。',
    en: 'The birth date in the resident identity number is later than the date of the event.',
  },
  birthBefore1900: {
    code: 'ID_BIRTH_BEFORE_1900',
    zh: '公民身份号码中的出生日期早于1900年。',
    en: 'The birth date in the resident identity number is before 1900.',
  },
  division: {
    code: 'ID_DIVISION',
    zh: '公民身份号码前6位不是（也从未是）有效的行政区划代码。',
    en: 'The first 6 digits of the resident identity number are not, and never were, a division code.',
  },
  checkDigit: {
    code: 'ID_CHECK_DIGIT',
    zh: '公民身份号码校验位不符，至少有一位录入有误（末三位为000的，多半是表格软件按数字保存所致）。',
    en: 'The check digit of the resident identity number does not agree: at least one character is wrong. If it ends in 000, a spreadsheet stored it as a number: format the column as text.',
  },
  firstGeneration: {
    code: 'ID_FIRST_GENERATION',
    zh: '15位的第一代居民身份证号码自2013年1月1日起停用，已升为18位。15位号码没有校验位，请核对。',
    en: 'A 15-digit first-generation number, out of use since 2013-01-01, was extended to 18. It had no check digit: verify it.',
  },
  ageBelow16: {
    code: 'ID_AGE_BELOW_16',
    zh: '按公民身份号码推算，业务发生时不满16周岁。请核实是否涉及使用童工或号码有误。',
    en: 'By the resident identity number the person was under 16 on the date of the event: child labour or a wrong number.',
  },
  ageAbove70: {
    code: 'ID_AGE_ABOVE_70',
    zh: '按公民身份号码推算，业务发生时已超过70周岁。请核实。',
    en: 'By the resident identity number the person was over 70 on the date of the event: please verify.',
  },
} as const satisfies Record<string, Problem>;
