import { deriveTerms } from './balance-terms.js';

const closed = {
  submitted: 10,
  impliedRetractions: 1,
  rejected: 2,
  unchanged: 3,
  added: 4,
  corrected: 1,
  retracted: 1,
  published: 6,
  applied: 5,
  parked: 1,
  discarded: 0,
  current: 4,
  superseded: 1,
};

describe('the books of one source, event type and period', () => {
  it('close when every equation holds', () => {
    expect(deriveTerms(closed, true)).toEqual({ waiting: 0, inFlight: 0, closed: true });
  });

  it('do not close without a statement of the ledger', () => {
    expect(deriveTerms(closed, false).closed).toBe(false);
  });

  it('tell what waits in the outbox and what is in flight', () => {
    expect(deriveTerms({ ...closed, published: 5, applied: 4, current: 3, parked: 0 }, true)).toEqual({
      waiting: 1,
      inFlight: 1,
      closed: false,
    });
  });

  it.each([
    'submitted',
    'rejected',
    'unchanged',
    'added',
    'published',
    'applied',
    'parked',
    'current',
    'superseded',
  ] as const)('do not close when %s is one too many', (term) => {
    expect(deriveTerms({ ...closed, [term]: closed[term] + 1 }, true).closed).toBe(false);
  });
});
