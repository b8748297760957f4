/** A sentence in Chinese and the same in English, both without the full stop. */
export type Bilingual = { zh: string; en: string };

/**
 * The local stack cannot do what was asked. `message` says what failed and what to do, in Chinese and then in English;
 * `remedy` repeats only what to do. `cause` carries what the failing program itself said.
 */
export class LocalStackError extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, problem: Bilingual, remedy: Bilingual, cause?: unknown) {
    super(`${problem.zh}：${remedy.zh}。 ${problem.en}: ${remedy.en}.`, cause === undefined ? undefined : { cause });
    this.name = 'LocalStackError';
    this.code = code;
    this.remedy = `${remedy.zh}。 ${remedy.en}.`;
  }
}
