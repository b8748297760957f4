import fc from 'fast-check';
import { arrayElements } from './json-array-reader.js';

async function elements(text: string, chunkSize: number, limit = 10_000): Promise<unknown[]> {
  async function* chunks() {
    for (let at = 0; at < text.length; at += chunkSize) yield text.slice(at, at + chunkSize);
  }
  const found: unknown[] = [];
  for await (const element of arrayElements(chunks(), limit)) found.push(JSON.parse(element));
  return found;
}

const flat = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)));

describe('cutting a JSON array into its elements', () => {
  it('gives what JSON.parse gives, wherever the chunks end', async () => {
    const arrays = fc.array(fc.oneof(flat, fc.array(fc.string()), fc.string(), fc.integer()));
    await fc.assert(
      fc.asyncProperty(
        arrays,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(undefined, 2),
        async (array, size, indent) => {
          const text = JSON.stringify(array, null, indent);
          expect(await elements(text, size)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(['', '{}', '[', '[1', '[1,', '[1,]', '[,1]', '[1]x', '[1][2]', '["a', '[1 2]', '[{]'])(
    'refuses %j',
    async (text) => {
      await expect(elements(text, 3)).rejects.toThrow();
    },
  );

  it('refuses an element that is too long or too deep', async () => {
    await expect(elements(`["${'a'.repeat(200)}"]`, 10, 100)).rejects.toMatchObject({ code: 'FILE_BROKEN' });
    await expect(elements('['.repeat(1000), 1000)).rejects.toMatchObject({ code: 'FILE_BROKEN' });
  });
});
