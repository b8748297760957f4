/**
 * A text that a spreadsheet shows and never computes: what a formula could start with gets an apostrophe in front
 * (an employer may be called "=cmd|…", and somebody will save the list as CSV).
 */
export function safeText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
