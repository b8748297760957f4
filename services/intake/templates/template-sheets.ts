/** The sheets of an official template behind the one that is filled. */
export const GUIDE_SHEET = '填写说明';
export const LISTS_SHEET = '代码表';

/** Nobody misses a record in them. */
export const TEMPLATE_SHEETS: ReadonlySet<string> = new Set([GUIDE_SHEET, LISTS_SHEET]);
