/**
 * One finding about an identifier, in words for the clerk who has to put it right.
 * The sentences never contain the value: they are shown, logged and sent where the value must not be.
 */
export type Problem = {
  /** Stable, UPPER_SNAKE. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
};
