/** What a ledger states of one source, event type and period. */
export type StatedTerms = {
  submitted: number;
  impliedRetractions: number;
  rejected: number;
  unchanged: number;
  added: number;
  corrected: number;
  retracted: number;
  published: number;
};

/** What the dataset counts by itself, by distinct event. */
export type CountedTerms = { applied: number; parked: number; discarded: number; current: number; superseded: number };

export type DerivedTerms = {
  /** Events that the ledger has not published yet. */
  waiting: number;
  /** Published and not judged yet; negative while the dataset is ahead of the ledger's latest statement. */
  inFlight: number;
  /** True when every equation of the books holds, and nothing waits or is in flight. */
  closed: boolean;
};

/** The equations of promise 3 (design §3): without a statement of the ledger there is one side only, which never closes. */
export function deriveTerms(terms: StatedTerms & CountedTerms, stated: boolean): DerivedTerms {
  const events = terms.added + terms.corrected + terms.retracted;
  const waiting = events - terms.published;
  const inFlight = terms.published - terms.applied - terms.parked - terms.discarded;
  const rowsClose = terms.submitted + terms.impliedRetractions === terms.rejected + terms.unchanged + events;
  const versionsClose = terms.applied === terms.current + terms.superseded;
  return { waiting, inFlight, closed: stated && rowsClose && versionsClose && waiting === 0 && inFlight === 0 };
}
