/** Runs of digits, and the X at the end of an identity number. */
const RUN = /\d[\dX]+/g;

/** Which of many numbers stand in a long text: each place of it is looked at once, however many the numbers are. */
export function numbersIn(text: string, numbers: ReadonlySet<string>): string[] {
  const lengths = [...new Set([...numbers].map((number) => number.length))];
  const found = new Set<string>();
  for (const [run] of text.matchAll(RUN)) {
    for (const length of lengths) {
      for (let at = 0; at + length <= run.length; at += 1) {
        const part = run.slice(at, at + length);
        if (numbers.has(part)) found.add(part);
      }
    }
  }
  return [...found];
}
