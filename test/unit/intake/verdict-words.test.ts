import type { ParkReason } from '../../../services/dataset/parked-events.js';
import { verdictWords } from '../../../services/intake/receipts/verdict-words.js';

/** By type complete: a reason that is added there is missed here by the compiler. */
const REASONS: Record<ParkReason, true> = {
  ...{ WIRE_FORMAT: true, SCHEMA_UNKNOWN: true, SCHEMA_INCOMPATIBLE: true, AVRO_UNDECODABLE: true },
  ...{ WRONG_DEPARTMENT: true, CONTENT_DIGEST_MISMATCH: true, EVENT_ID_MISMATCH: true, RULE_BROKEN: true },
  ...{ DATABASE_REFUSED: true, DISCARDED: true },
};

describe('why a record was set aside', () => {
  it.each(Object.keys(REASONS))('has words of its own for %s', (reason) => {
    const words = verdictWords('parked', reason);
    expect(words).not.toEqual(verdictWords('parked', 'SOMETHING_NEW'));
    expect(words?.zh).toMatch(/^\p{Script=Han}.*。$/u);
    expect(words?.remedy).toMatch(/。$/);
  });

  it('is told in general words when the reason is new here, and is not told of records that are on their way', () => {
    expect(verdictWords('parked', 'SOMETHING_NEW')?.remedy).toContain('平台管理员');
    expect(verdictWords('discarded', null)?.zh).toContain('不采用');
    expect(verdictWords('published', null)).toBeNull();
  });
});
