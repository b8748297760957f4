import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, type Json } from './canonical-json.js';

/** Texts of every kind of character, the ones that need escapes above all. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '\n', '\u0000', '\u001f', '\u007f', '\u2028', '工', '（', '\u{20000}', 'é'),
  }),
);

it('is what another implementation of RFC 8785 writes', () => {
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.constantFrom(null, true, false, -0, 1e21, 1e-7, Number.MAX_SAFE_INTEGER),
      fc.array(tie('value')),
      fc.dictionary(text, tie('value')),
    ),
  }));
  fc.assert(
    fc.property(value, (any) => {
      const written = canonicalJson(any);
      expect(written).toBe(canonicalize(any));
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(any)));
    }),
    { numRuns: 2000 },
  );
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { name: 'x\udc00' }])('has no text for %p', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});
