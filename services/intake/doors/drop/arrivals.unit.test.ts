import { createArrivals, type SeenFile } from './arrivals.js';

const QUIET = 1000;
const file = (name: string, more: Partial<SeenFile> = {}): SeenFile => ({
  ...{ name, inode: 1, bytes: 10, changedMs: 500 },
  ...more,
});
const namesOf = (files: readonly SeenFile[]) => files.map(({ name }) => name);

describe('a file put into the drop folder', () => {
  it('is complete when it has stood still for the quiet time, counted from the first look', () => {
    const arrivals = createArrivals(QUIET);
    expect(arrivals([file('a.csv')], 0)).toEqual([]);
    expect(arrivals([file('a.csv')], 999)).toEqual([]);
    expect(namesOf(arrivals([file('a.csv')], 1000))).toEqual(['a.csv']);
  });

  it.each([
    ['it grows', { bytes: 11 }],
    ['its time changes', { changedMs: 501 }],
  ])('begins anew when %s', (_how, change) => {
    const arrivals = createArrivals(QUIET);
    arrivals([file('a.csv')], 0);
    expect(arrivals([file('a.csv', change)], 1000)).toEqual([]);
    expect(namesOf(arrivals([file('a.csv', change)], 2000))).toEqual(['a.csv']);
  });

  it('begins anew when it was gone and another came under its name', () => {
    const arrivals = createArrivals(QUIET);
    arrivals([file('a.csv')], 0);
    arrivals([], 500);
    expect(arrivals([file('a.csv')], 1000)).toEqual([]);
  });

  it('is complete at once when it is renamed in from an unfinished name', () => {
    for (const name of ['a.csv.part', '.a.csv', 'a.csv.filepart']) {
      const arrivals = createArrivals(QUIET);
      expect(arrivals([file(name)], 0)).toEqual([]);
      expect(namesOf(arrivals([file('a.csv')], 1))).toEqual(['a.csv']);
    }
  });

  it('is never complete under an unfinished name, nor is a receipt', () => {
    const arrivals = createArrivals(0);
    const names = ['a.csv.part', '.a.csv', '~$a.xlsx', 'a.csv.tmp', 'a.csv.回执.json', 'a.csv.回执.txt'];
    const seen = names.map((name, inode) => file(name, { inode }));
    arrivals(seen, 0);
    expect(arrivals(seen, 10_000)).toEqual([]);
  });

  it('comes in the order of the files’ times, then names', () => {
    const arrivals = createArrivals(0);
    const seen = [file('b', { changedMs: 2 }), file('c', { changedMs: 1 }), file('a', { changedMs: 2 })];
    expect(namesOf(arrivals(seen, 0))).toEqual(['c', 'a', 'b']);
  });
});
