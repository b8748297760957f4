import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { codeList } from '../../../schemas/code-lists/code-list.js';
import { checkResidentIdentityNumber } from '../../../schemas/identifiers/resident-identity-number.js';
import {
  demoFaults,
  GENERATOR_VERSION,
  generateDemoProvince,
  type DemoManifest,
} from '../../../services/demo-province/commands.js';
import type { Summary } from '../../../services/demo-province/summary.js';
import type { TruthLine, WrittenIdentity } from '../../../services/demo-province/truth.js';

const folders: string[] = [];
const SMALL = 0.01;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'demo-province-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Every file of a folder with the digest of its bytes. */
function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), sha256(path)]));
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function lines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

describe('the same seed', () => {
  it('gives the same bytes of every file, workbooks included', async () => {
    const [once, again] = [newFolder(), newFolder()];
    await generateDemoProvince({ folder: once, seed: 'seed', scale: SMALL });
    await generateDemoProvince({ folder: again, seed: 'seed', scale: SMALL });
    expect(digests(again)).toEqual(digests(once));
  });

  it('has a manifest that says what made it', async () => {
    const options = { seed: 'seed', scale: SMALL, years: [2024], profile: 'clean' } as const;
    const manifest = await generateDemoProvince({ folder: newFolder(), ...options });
    expect(manifest).toMatchObject({ ...options, generatorVersion: GENERATOR_VERSION });
  });

  it('gives other bytes of every export of events than another seed', async () => {
    const [one, other] = [newFolder(), newFolder()];
    const { files } = await generateDemoProvince({ folder: one, seed: 'one', scale: SMALL });
    await generateDemoProvince({ folder: other, seed: 'other', scale: SMALL });
    const [mine, theirs] = [digests(one), digests(other)];
    const ofEvents = files.filter(({ feed }) => feed !== 'period-statement');
    for (const { path } of ofEvents) expect(theirs[`/${path}`]).not.toBe(mine[`/${path}`]);
  });

  it('leaves nothing of an earlier run in the folder', async () => {
    const [fresh, used] = [newFolder(), newFolder()];
    await generateDemoProvince({ folder: used, seed: 'earlier', scale: SMALL, years: [2022, 2023] });
    await generateDemoProvince({ folder: used, seed: 'seed', scale: SMALL, years: [2024] });
    await generateDemoProvince({ folder: fresh, seed: 'seed', scale: SMALL, years: [2024] });
    expect(digests(used)).toEqual(digests(fresh));
  });
});

it.each([
  { scale: 0 },
  { scale: 1.5 },
  { years: [] },
  { years: [2023, 2025] },
  { years: [2026] },
  { profile: 'filthy' as 'clean' },
])('no province is made of %j', async (options) => {
  const made = generateDemoProvince({ folder: newFolder(), seed: 'seed', ...options });
  await expect(made).rejects.toMatchObject({ code: 'DEMO_OPTIONS', retriable: false });
});

describe('the province at 1:10', () => {
  let folder: string;
  let manifest: DemoManifest;
  let truth: TruthLine[];
  let identities: WrittenIdentity[];
  let summary: Summary;

  beforeAll(async () => {
    folder = newFolder();
    manifest = await generateDemoProvince({ folder, seed: 'province' });
    truth = lines(join(folder, manifest.truthFile));
    identities = lines(join(folder, 'truth/persons.ndjson'));
    summary = JSON.parse(readFileSync(join(folder, manifest.summaryFile), 'utf8')) as Summary;
  }, 30_000);

  const sum = (counts: readonly { count: number }[]) => counts.reduce((total, { count }) => total + count, 0);
  const once = () => truth.filter(({ kind }) => kind !== 'resent');

  it('has about 1,100 recognised injuries a year', () => {
    for (const year of manifest.years) {
      const decided = sum(summary.determinations.filter((figure) => figure.year === year));
      expect(decided).toBeGreaterThan(1000);
      expect(decided).toBeLessThan(1200);
    }
  });

  it.each([
    ['14-1', 0.755],
    ['14-4', 0.01],
    ['14-5', 0.035],
    ['14-6', 0.155],
    ['15-1', 0.025],
  ])('keeps the share of situation %s', (situation, share) => {
    const found = sum(summary.determinations.filter((figure) => figure.situation === situation));
    expect(found / sum(summary.determinations)).toBeGreaterThan(share * 0.7);
    expect(found / sum(summary.determinations)).toBeLessThan(share * 1.3);
  });

  it('has decisions in all ten pooling areas, most of them in Changchun', () => {
    const areas = new Map<string, number>();
    for (const { prefecture, count } of summary.determinations) {
      areas.set(prefecture, (areas.get(prefecture) ?? 0) + count);
    }
    expect(areas.size).toBe(10);
    expect(Math.max(...areas.values())).toBe(areas.get('220100'));
  });

  it('has 90 to 165 accidents a year, nine in ten on the road', () => {
    const total = (group?: string) =>
      summary.accidentsByGroup
        .filter(({ reportGroup }) => group === undefined || reportGroup === group)
        .reduce((count, { accidents }) => count + accidents, 0);
    expect(total() / 3).toBeGreaterThan(90);
    expect(total() / 3).toBeLessThan(165);
    expect(total('11') / total()).toBeGreaterThan(0.9);
  });

  it('counts the same accidents and dead by group and by grade', () => {
    const totals = (figures: readonly { accidents: number; deaths: number }[]) =>
      figures.reduce((all, one) => [all[0]! + one.accidents, all[1]! + one.deaths], [0, 0]);
    expect(totals(summary.accidentsByGroup)).toEqual(totals(summary.accidentsByGrade));
    expect(summary.accidentsByGrade.some(({ grade }) => grade > '1')).toBe(true);
  });

  it('has about 13 diagnoses a year, two thirds of them of category 01', () => {
    const diagnosed = summary.diseases.filter(({ reportKind }) => reportKind === 'DIAGNOSED');
    expect(sum(diagnosed) / 3).toBeGreaterThan(10);
    expect(sum(diagnosed) / 3).toBeLessThan(16);
    const share = sum(diagnosed.filter(({ category }) => category === '01')) / sum(diagnosed);
    expect(share).toBeGreaterThan(0.55);
    expect(share).toBeLessThan(0.75);
  });

  it('has people whose certificate numbers are right and cannot exist', () => {
    const right = identities.filter(({ written, number }) => written === 'right' && /^\d/.test(number ?? ''));
    expect(right.length).toBeGreaterThan(3000);
    for (const { number } of right) {
      const check = checkResidentIdentityNumber(number ?? '');
      expect(check.ok && check.warnings).toEqual([]);
      const address = codeList('division').entries.filter(({ code }) => code === number?.slice(0, 6));
      const bornOn = `${number?.slice(6, 10)}-${number?.slice(10, 12)}-${number?.slice(12, 14)}`;
      expect(address.every(({ validTo }) => validTo !== undefined && validTo < bornOn)).toBe(true);
    }
    expect(new Set(right.map(({ number }) => number)).size).toBe(right.length);
  });

  it('has telephones of no network', () => {
    expect(identities.filter(({ telephone }) => !/^100\d{8}$/.test(telephone))).toEqual([]);
  });

  it('holds every kind of fault at least twice in every feed that can have it', () => {
    const rare = demoFaults.filter(
      ({ feed, fault }) => once().filter((line) => line.feed === feed && line.fault === fault).length < 2,
    );
    expect(rare).toEqual([]);
  });

  it('declares every fault that its rows hold', () => {
    const declared = new Set(demoFaults.map(({ feed, fault }) => `${feed}/${fault}`));
    expect(declared.size).toBe(demoFaults.length);
    const found = truth.filter(({ fault }) => fault !== null).map(({ feed, fault }) => `${feed}/${fault}`);
    expect(found.filter((fault) => !declared.has(fault))).toEqual([]);
  });

  it('has about 300 wrong rows and two of each kind in the other feeds, each under a key that no right row of its file has', () => {
    const wrong = once().filter(({ fault }) => fault !== null);
    expect(wrong.length).toBeGreaterThanOrEqual(250);
    expect(wrong.length).toBeLessThanOrEqual(460);
    const rightKeys = new Set(once().flatMap((line) => (line.fault === null ? [`${line.file}/${line.recordId}`] : [])));
    expect(wrong.filter(({ file, recordId }) => rightKeys.has(`${file}/${recordId}`))).toEqual([]);
  });

  it('gives every version of a record a basis of its own', () => {
    const bases = once().flatMap((line) =>
      line.fault === null ? [`${line.sourceId}/${line.recordId}/${line.basis}`] : [],
    );
    expect(new Set(bases).size).toBe(bases.length);
  });

  it('has corrections, progress, revocations, replacements and retractions', () => {
    const kinds = (feed: string) =>
      [...new Set(truth.filter((line) => line.feed === feed).map(({ kind }) => kind))].sort();
    expect(kinds('occupational-disease')).toEqual(['correction', 'new', 'replacement', 'resent', 'retraction']);
    expect(kinds('work-safety-accident')).toEqual([
      'correction',
      'new',
      'progress',
      'replacement',
      'resent',
      'retraction',
    ]);
    expect(kinds('injury-determination')).toHaveLength(7);
    expect(kinds('accident-casualty')).toEqual(['correction', 'new', 'progress', 'retraction']);
    expect(kinds('employer-enrolment')).toEqual(['correction', 'new', 'retraction']);
    expect(kinds('period-statement')).toEqual(['new', 'retraction']);
  });

  it('sends old files again byte for byte, with the same basis and the same faults', () => {
    const resent = manifest.files.filter(({ path }) => path.includes('（重发）'));
    expect(resent.map(({ department }) => department)).toEqual([
      'health-commission',
      'emergency-management',
      'human-resources',
      'human-resources',
    ]);
    for (const file of resent) {
      const first = manifest.files.find(({ path }) => path === file.path.replace('（重发）', ''))!;
      expect(sha256(join(folder, file.path))).toBe(sha256(join(folder, first.path)));
      expect(file.asOf).toBe(first.asOf);
      const faults = (path: string) => truth.filter((line) => line.file === path).map(({ fault }) => fault);
      expect(faults(file.path)).toEqual(faults(first.path));
    }
  });

  it('tells the truth of every row of every file', () => {
    for (const { path, rows } of manifest.files) {
      expect(rows).toBeGreaterThan(0);
      const told = truth.filter(({ file }) => file === path);
      expect(told.map(({ row }) => row)).toEqual(Array.from({ length: rows }, (_, i) => i + 1));
    }
  });

  it('expects as many current records as the truth adds up to', () => {
    for (const [feed, { current, retracted }] of Object.entries(summary.feeds)) {
      const ends = lastLines().flatMap((line) => (line.feed === feed ? [line.operation] : []));
      expect(ends.filter((operation) => operation === 'ASSERT')).toHaveLength(current);
      expect(ends.filter((operation) => operation === 'RETRACT')).toHaveLength(retracted);
    }
  });

  it('says of every record what the summary adds up', () => {
    const standing = lastLines().flatMap(({ operation, says }) => (operation === 'ASSERT' ? [says] : []));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const deaths = standing.map((says) => (says.feed === 'work-safety-accident' ? says.deaths : 0));
    const closing = standing.map((says) => (says.feed === 'employer-enrolment' ? says.closing : 0));
    const counted = standing.filter((says) => says.feed === 'injury-determination' && says.counted);
    expect({ deaths: sum(deaths), closing: sum(closing), counted: counted.length }).toEqual({
      deaths: sum(summary.accidentsByGrade.map((line) => line.deaths)),
      closing: sum(summary.enrolments.map((line) => line.closing)),
      counted: sum(summary.determinations.map((line) => line.count)),
    });
  });

  /** Of each record the last line without a fault. */
  function lastLines(): TruthLine[] {
    const last = new Map<string, TruthLine>();
    for (const line of truth.filter(({ fault }) => fault === null)) {
      const key = `${line.sourceId}/${line.recordId}`;
      if ((last.get(key)?.basis ?? '') < line.basis) last.set(key, line);
    }
    return [...last.values()];
  }

  it('tells one story in several departments', () => {
    const feedsOf = new Map<string, Set<string>>();
    for (const { story, feed } of truth) feedsOf.set(story, (feedsOf.get(story) ?? new Set()).add(feed));
    const joint = (prefix: string) =>
      [...feedsOf].filter(([story, feeds]) => story.startsWith(prefix) && feeds.size > 1).length;
    expect(joint('disease-')).toBeGreaterThan(20);
    expect(joint('accident-')).toBeGreaterThan(20);
  });

  it('writes the health commission in GB18030 and emergency management in UTF-8 with a byte-order mark', () => {
    const bytesOf = (department: string) =>
      readFileSync(
        join(folder, manifest.files.find((file) => file.department === department && file.path.endsWith('.csv'))!.path),
      );
    const health = new TextDecoder('gb18030', { fatal: true }).decode(bytesOf('health-commission'));
    expect(health).toMatch(/^报告卡编号,报告类型,/);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytesOf('health-commission'))).toThrow();
    expect([...bytesOf('emergency-management').subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('types dates in workbooks as dates and everything else as text', async () => {
    const path = manifest.files.find(({ path: name }) => name.includes('220100/工伤认定'))!.path;
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.readFile(join(folder, path));
    const sheet = workbook.worksheets[0]!;
    const headings = sheet.getRow(1).values as string[];
    const right = truth.find((line) => line.file === path && line.fault === null && line.dirt.length === 0)!;
    const cell = (heading: string) => sheet.getRow(right.row + 1).getCell(headings.indexOf(heading)).value;
    expect(cell('申请日期')).toBeInstanceOf(Date);
    expect(cell('登记时间')).toBeInstanceOf(Date);
    expect(cell('数据版本号')).toBe('1');
    expect(cell('认定申请编号')).toBe(right.recordId);
  });
});
