import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import exceljs from 'exceljs';
import fc from 'fast-check';
import { connectors } from '../../../connectors/generated/feed-index.js';
import type { Finding } from '../../../schemas/finding.js';
import { columnIndex } from '../reading/column-heading.js';
import { guarded, unguarded } from '../reading/csv-guard.js';
import { readCsv } from '../reading/csv-reader.js';
import { listingText, readListing, RETURNED_COLUMNS } from '../reading/returned-columns.js';
import type { ReadingLimits, ReadRow } from '../reading/row-reader.js';
import type { RejectedRow } from './read-returned.js';
import { returnedCsv } from './returned-csv.js';
import { headingsOf, returnedCells, returnedFile } from './returned-file.js';
import { writeReturnedWorkbook } from './returned-workbook.js';

const feeds = connectors.flatMap((connector) => connector.feeds);
const cards = feeds.find(({ feed }) => feed === 'occupational-disease')!;
const listing = { asOf: Date.parse('2024-01-31T00:00:00+08:00'), declared: true };
const limits = { rowCharacters: 1_000_000 } as ReadingLimits;

const finding = (field: string, more: Partial<Finding> = {}): Finding => ({
  code: 'CODE_UNKNOWN',
  severity: 'error',
  field,
  zh: '原因句。',
  en: 'Reason.',
  remedy: '修改句。',
  ...more,
});
const rejected = (row: Partial<RejectedRow>): RejectedRow => ({ rowNumber: 1, cells: {}, errors: [], ...row });
const fileOf = (fields: readonly string[], headings: readonly string[] | null = null) =>
  returnedFile(cards, { headings, listing, rejected: 1, purged: 0, fields: new Set(fields) });

async function* pieces<T>(...values: readonly T[]): AsyncGenerator<T> {
  for (const value of values) yield await Promise.resolve(value);
}

async function readBack(text: AsyncIterable<string>): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  async function* withoutBom() {
    for await (const piece of text) yield piece.replace(/^\ufeff/, '');
  }
  for await (const row of readCsv(withoutBom(), columnIndex(cards), limits, () => undefined)) rows.push(row);
  return rows;
}

describe('the columns that a returned file has beside', () => {
  it('are headings of no feed', () => {
    for (const { heading } of RETURNED_COLUMNS) {
      for (const feed of feeds) {
        const names = feed.columns.flatMap((column) => [column.key, column.heading, ...(column.aliases ?? [])]);
        expect(names).not.toContain(heading);
      }
    }
  });

  it('give a list its moment back to the millisecond, and whether it was declared', () => {
    const moments = fc.record({ asOf: fc.integer({ min: 0, max: 4e12 }), declared: fc.boolean() });
    fc.assert(fc.property(moments, (moment) => expect(readListing(listingText(moment))).toEqual(moment)));
    for (const text of ['2024-02-30T00:00:00.000+08:00', '2024-01-31', '昨天', ''])
      expect(readListing(text)).toBeUndefined();
  });
});

describe('a cell in a returned CSV', () => {
  it('comes back as it was, whatever it holds', () => {
    const strange = fc.oneof(fc.string(), fc.constantFrom("'", "'=1", "''-", '007', '=cmd', '14-1', '１'));
    fc.assert(fc.property(strange, (text) => expect(unguarded(guarded(text))).toBe(text)));
  });

  it.each(['=1+1', '+86', '-12.5', '@x', '\tx', '＝1', '222521198503120011', '014', '14-1', '2024-03', '1E5'])(
    'is no formula, number or date to a spreadsheet: %s',
    (text) => expect(guarded(text)).toBe(`'${text}`),
  );
});

describe('the file of rejected rows', () => {
  it('has the headings that were sent, the column that lacks, and ours', () => {
    const file = fileOf(['disease', 'workerSex'], ['职业病代码', '报告卡编号', '原因', '']);
    expect(headingsOf(file)).toEqual([
      '职业病代码',
      '报告卡编号',
      '性别',
      '原因',
      '如何修改',
      '需修改的列',
      '导出时点（请勿修改）',
    ]);
  });

  it('names all columns in which the fault may lie, and marks the one that the finding names', () => {
    const errors = [finding('disease', { alsoFields: ['stage'] }), finding('returnedRest')];
    const file = fileOf(['disease', 'stage', 'returnedRest']);
    const cells = returnedCells(cards, file, rejected({ errors, cells: { disease: '999' } }));
    const at = (heading: string) => cells[headingsOf(file).indexOf(heading)];
    expect(at('职业病代码')).toEqual({ text: '999', mark: { note: '原因句。修改句。' } });
    expect(at('期别或程度')?.mark).toBe('also');
    expect(at('需修改的列')?.text).toBe('职业病代码、期别或程度、未能识别的内容');
    expect(at('原因')?.text).toBe('原因句。');
  });

  it('marks what could not be read so that it is not taken before it is mended', async () => {
    const file = fileOf(['stage', 'returnedRest']);
    const row = rejected({ unread: { cells: { stage: '=A1' }, rest: '多' }, errors: [finding('stage')] });
    const [again] = await readBack(returnedCsv(file, pieces(returnedCells(cards, file, row))));
    expect(again?.unread).toEqual({ cells: { stage: '=A1' }, rest: '多' });
    expect(again?.findings.map(({ field }) => field)).toEqual(['stage', 'returnedRest']);
  });

  it('is read again as it was sent, with the list that its rows are of', async () => {
    const file = fileOf(['disease']);
    const text = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((s) => s.trim() === s && /^[^\p{Cc}\p{Cs}]+$/u.test(s));
    await fc.assert(
      fc.asyncProperty(fc.record({ disease: text, stage: text, workerName: text }), async (cells) => {
        const row = rejected({ cells, errors: [finding('disease')] });
        const [again] = await readBack(returnedCsv(file, pieces(returnedCells(cards, file, row))));
        expect(again).toMatchObject({ cells, findings: [], listing });
      }),
    );
  });

  it('is a workbook of text cells, with a comment where something has to be mended', async () => {
    const file = fileOf(['disease', 'stage']);
    const cells = { disease: '014', workerCertificateNumber: '222521198503120011', stage: '=1+1' };
    const row = rejected({ cells, errors: [finding('disease', { alsoFields: ['stage'] })] });
    const stream = new PassThrough();
    const bytes = buffer(stream);
    await writeReturnedWorkbook(stream, file, pieces(returnedCells(cards, file, row)));
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await bytes) as unknown as ArrayBuffer);
    const sheet = workbook.worksheets[0]!;
    const cellUnder = (heading: string) => sheet.getRow(2).getCell(headingsOf(file).indexOf(heading) + 1);
    expect(['职业病代码', '证件号码', '期别或程度'].map((heading) => cellUnder(heading).value)).toEqual([
      '014',
      '222521198503120011',
      '=1+1',
    ]);
    expect(cellUnder('证件号码').numFmt).toBe('@');
    expect(JSON.stringify(cellUnder('职业病代码').note)).toContain('原因句。修改句。');
    expect(cellUnder('职业病代码').fill).not.toEqual(cellUnder('期别或程度').fill);
    expect(cellUnder('期别或程度').note).toBeUndefined();
  });
});
