import { createMemory } from './memory.js';

describe('a memory', () => {
  it('asks once for all who ask at the same time and later', async () => {
    let asked = 0;
    const memory = createMemory<string, number>();
    const ask = () => Promise.resolve((asked += 1));
    expect(await Promise.all([memory('a', ask), memory('a', ask)])).toEqual([1, 1]);
    expect(await memory('a', ask)).toBe(1);
    expect(await memory('b', ask)).toBe(2);
  });

  it('asks again after a failure, but believes one that is an answer', async () => {
    const memory = createMemory<string, number>({
      rememberFailureMs: 60_000,
      isFinal: (error) => (error as Error).message === 'none',
    });
    await expect(memory('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await expect(memory('a', () => Promise.reject(new Error('none')))).rejects.toThrow('none');
    await expect(memory('a', () => Promise.resolve(1))).rejects.toThrow('none');
  });
});
