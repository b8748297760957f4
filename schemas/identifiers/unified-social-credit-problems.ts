import type { Problem } from './problem.js';

/** Every finding about a unified social credit code; which are errors and which are warnings is decided by the check. */
export const unifiedSocialCreditProblems = {
  spreadsheetNumber: {
    code: 'USCC_SPREADSHEET_NUMBER',
    zh: '统一社会信用代码被表格软件转换成了科学计数法，末尾数字已丢失。请将该列设为文本格式后重新导出。',
    en: 'The spreadsheet turned the unified social credit code into scientific notation and lost its last digits. Format the column as text and export again.',
  },
  length: {
    code: 'USCC_LENGTH',
    zh: '统一社会信用代码应为18位。请核对是否多录、漏录，或误填了组织机构代码、工商注册号。',
    en: 'A unified social credit code has 18 characters. Check for missing or extra ones, or for an organisation code or registration number in its place.',
  },
  character: {
    code: 'USCC_CHARACTER',
    zh: '统一社会信用代码只含数字和大写字母（不含I、O、S、V、Z），且第3至8位应为数字。请核对字母O与数字0、字母I与数字1。',
    en: 'A unified social credit code holds digits and capital letters without I, O, S, V, Z, and characters 3 to 8 are digits. Check O against 0 and I against 1.',
  },
  check: {
    code: 'USCC_CHECK',
    zh: '统一社会信用代码校验位不符，至少有一位录入有误。',
    en: 'The check character of the unified social credit code does not agree: at least one character is wrong.',
  },
  organisationCheck: {
    code: 'USCC_ORGANISATION_CHECK',
    zh: '统一社会信用代码中的组织机构代码（第9至17位）校验位不符。请核实。',
    en: 'The check character of the organisation code (characters 9 to 17) does not agree: please verify.',
  },
  registrar: {
    code: 'USCC_REGISTRAR',
    zh: '统一社会信用代码前两位不是已知的登记管理部门和机构类别。请核实。',
    en: 'The first two characters are not a known registration authority and kind of organisation: please verify.',
  },
  registrarDivision: {
    code: 'USCC_REGISTRAR_DIVISION',
    zh: '统一社会信用代码第3至8位不是已知的登记机关行政区划代码。请核实。',
    en: 'Characters 3 to 8 are not a known division of a registration authority: please verify.',
  },
} as const satisfies Record<string, Problem>;
