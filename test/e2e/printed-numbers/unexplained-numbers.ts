/** Numbers in sentences that are no figures, by what they are. */
const NO_FIGURES: readonly RegExp[] = [
  // Titles of laws, lists and plans, their numbers, and the words of a target.
  /《[^》]*》/g,
  /〔\d{4}〕\d+号/g,
  /“[^”]*”/g,
  // Years, days and moments.
  /\d{4}(—\d{4})?年(\d{1,2}月(\d{1,2}日(\d{1,2}时\d{1,2}分)?)?)?/g,
  /\d{1,2}月\d{1,2}日/g,
  // Periods of the law and thresholds of the remarks, which the figures are judged by.
  /(超过|不足)\d+(日|年|(?=的))/g,
  /\d+年(?=[内的])/g,
  // What a note says of dashes and of rows left out.
  /[为均]0(?=的|或者|，不计算)/g,
  // Attachments, tables, charts, points of a list, and codes of divisions that changed.
  /(附件|[表图](?=\d+\u3000))\d+/g,
  /^\d\./g,
  /(?<=：|\u3000)\d\.(?=\D)/g,
  /由\d{6}改为\d{6}/g,
  // All of a whole.
  /(?<!\d)100%/g,
];

/** What is left of a sentence with numbers when everything that may be said is taken out of it; null if no number is. */
export function unexplained(sentence: string, phrases: readonly string[]): string | null {
  const longestFirst = [...phrases].sort((a, b) => b.length - a.length).filter((phrase) => /\d/.test(phrase));
  let left = sentence;
  for (const phrase of longestFirst) if (left.includes(phrase)) left = withoutPhrase(left, phrase);
  for (const pattern of NO_FIGURES) left = left.replace(pattern, '…');
  return /\d/.test(left) ? left : null;
}

/** Not inside a longer number. */
function withoutPhrase(text: string, phrase: string): string {
  const escaped = phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(/^\d/.test(phrase) ? `(?<![\\d.])${escaped}` : escaped, 'g'), '…');
}
