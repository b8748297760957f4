import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateDemoProvince, type DemoManifest, type ProfileName } from '../../../services/demo-province/commands.js';
import { readProfile, type DirtKind } from '../../../services/demo-province/profile.js';
import type { Summary } from '../../../services/demo-province/summary.js';
import type { TrueGap } from '../../../services/demo-province/truth/true-gap.js';
import type { TrueLink } from '../../../services/demo-province/truth/true-link.js';
import type { TruthLine } from '../../../services/demo-province/truth.js';

type Told = {
  folder: string;
  manifest: DemoManifest;
  truth: TruthLine[];
  links: TrueLink[];
  gaps: TrueGap[];
  summary: Summary;
};

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function told(
  profile: ProfileName,
  scale: number,
  more: { years?: number[]; wrongRows?: number; seed?: string } = {},
): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-truth-'));
  folders.push(folder);
  const manifest = await generateDemoProvince({ folder, seed: 'truth', profile, scale, ...more });
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');
  const lines = <T>(file: string): T[] =>
    text(file)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  return {
    ...{ folder, manifest, truth: lines(manifest.truthFile), links: lines(manifest.linksFile) },
    ...{ gaps: lines(manifest.gapsFile), summary: JSON.parse(text(manifest.summaryFile)) as Summary },
  };
}

/** How often each kind of dirt was put in; what comes twice is counted by its second record. */
function dirtOf({ truth }: Told): Record<DirtKind, number> {
  const records = new Map<string, Set<string | null>>();
  const counts = Object.fromEntries(Object.keys(readProfile('clean').shares).map((kind) => [kind, 0]));
  for (const line of truth) {
    if (line.fault !== null || line.kind === 'replacement') continue;
    for (const kind of line.dirt) counts[kind] = (counts[kind] ?? 0) + 1;
    const key = `${line.feed}/${line.event}`;
    records.set(key, (records.get(key) ?? new Set()).add(`${line.sourceId}/${line.recordId}`));
  }
  const twice = [...records.values()].filter((names) => names.size > 1).length;
  return { ...(counts as Record<DirtKind, number>), eventTwice: twice };
}

/** Last right version of each record that stands. */
function standing(truth: readonly TruthLine[]): Map<string, TruthLine> {
  const last = new Map<string, TruthLine>();
  for (const line of truth) {
    const key = `${line.feed}/${line.sourceId}/${line.recordId}`;
    if (line.fault === null && (last.get(key)?.basis ?? '') < line.basis) last.set(key, line);
  }
  for (const [key, { operation }] of last) if (operation === 'RETRACT') last.delete(key);
  return last;
}

const FEEDS_OF: Readonly<Record<TrueLink['kind'], readonly [string, string]>> = {
  ACCIDENT_CASUALTY: ['work-safety-accident', 'accident-casualty'],
  CASUALTY_DETERMINATION: ['accident-casualty', 'injury-determination'],
  DIAGNOSIS_DETERMINATION: ['occupational-disease', 'injury-determination'],
  SAME_ACCIDENT: ['work-safety-accident', 'work-safety-accident'],
  SAME_CASUALTY: ['accident-casualty', 'accident-casualty'],
  SAME_DIAGNOSIS: ['occupational-disease', 'occupational-disease'],
  SAME_SUSPICION: ['occupational-disease', 'occupational-disease'],
  SAME_DETERMINATION: ['injury-determination', 'injury-determination'],
};

/** Pairs of standing records of one event, as `feed record record`, from the rows; the smaller name first. */
function pairsOfOneEvent({ truth }: Told): string[] {
  const byEvent = new Map<string, string[]>();
  for (const [key, { feed, event }] of standing(truth)) {
    const name = `${feed} ${event}`;
    byEvent.set(name, [...(byEvent.get(name) ?? []), key].sort());
  }
  return [...byEvent.values()].flatMap((names) =>
    names.flatMap((one, at) => names.slice(at + 1).map((other) => `${one} ${other}`)),
  );
}

function pairsLinked({ links }: Told): string[] {
  return links.flatMap(({ kind, left, right }) => {
    if (!kind.startsWith('SAME_')) return [];
    const feed = FEEDS_OF[kind][0];
    return [`${feed}/${left.sourceId}/${left.recordId} ${feed}/${right.sourceId}/${right.recordId}`];
  });
}

describe('a clean province', () => {
  let clean: Told;
  beforeAll(async () => (clean = await told('clean', 0.1)), 60_000);

  it('has neither faults nor dirt', () => {
    expect(clean.truth.filter(({ fault }) => fault !== null)).toEqual([]);
    expect(Object.values(dirtOf(clean)).every((count) => count === 0)).toBe(true);
  });

  it('has no event under two numbers', () => {
    expect([...pairsOfOneEvent(clean), ...pairsLinked(clean)]).toEqual([]);
  });

  it('has nothing that nobody could resolve', () => {
    expect(clean.links.filter(({ resolvable }) => !resolvable)).toEqual([]);
    expect(clean.gaps.filter(({ resolvable }) => !resolvable)).toEqual([]);
  });

  it('links by certificate, by person, by number and by date', () => {
    expect([...new Set(clean.links.map(({ by }) => by))].sort()).toEqual([
      'accident-number',
      'certificate',
      'person',
      'person-and-date',
    ]);
  });

  it('says of most diagnoses that they were filed for, of some that they were not', () => {
    expect(clean.gaps.length).toBeGreaterThan(25);
    const open = clean.gaps.filter(({ filed }) => filed === null);
    expect(open.length / clean.gaps.length).toBeGreaterThan(0.05);
    expect(open.length / clean.gaps.length).toBeLessThan(0.4);
    for (const { state, closedBy, missing } of clean.gaps) {
      expect(state === 'CLOSED').toBe(closedBy !== null);
      if (state === 'NOT_ASSESSABLE') expect(missing.length).toBeGreaterThan(0);
    }
  });
});

describe('the province by default', () => {
  let usual: Told;
  beforeAll(async () => (usual = await told('default', 0.1)), 60_000);

  it('links records that stand, of one story, each pair once', () => {
    const records = standing(usual.truth);
    for (const { kind, left, right } of usual.links) {
      const [leftFeed, rightFeed] = FEEDS_OF[kind];
      const one = records.get(`${leftFeed}/${left.sourceId}/${left.recordId}`);
      const other = records.get(`${rightFeed}/${right.sourceId}/${right.recordId}`);
      expect([one?.story, typeof one]).toEqual([other?.story, 'object']);
      if (kind !== 'ACCIDENT_CASUALTY') expect(one?.person).toBe(other?.person);
    }
    expect(new Set(usual.links.map((link) => JSON.stringify([link.left, link.right]))).size).toBe(usual.links.length);
  });

  it('has a gap line for every diagnosis that stands', () => {
    const reported = usual.summary.diseases.filter(({ reportKind }) => reportKind === 'DIAGNOSED');
    expect(usual.gaps).toHaveLength(reported.reduce((sum, { count }) => sum + count, 0));
  });

  it.each([
    ['employerIdMissing', 0.4, 0.55],
    ['personEmployer', 0.015, 0.05],
    ['mixedDates', 0.015, 0.05],
  ] as const)('has the share of %s that its profile says', (kind, least, most) => {
    const rows = usual.truth.filter(({ feed, fault }) => feed === 'injury-determination' && fault === null);
    const share = rows.filter(({ dirt }) => dirt.includes(kind)).length / rows.length;
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThan(most);
  });

  it('counts a person for each of the dead and hurt', () => {
    const dead = usual.summary.casualtiesByHarm.filter(({ harmGrade }) => harmGrade === '3');
    const deaths = usual.summary.accidentsByGrade.reduce((sum, figure) => sum + figure.deaths, 0);
    const counted = dead.reduce((sum, { count }) => sum + count, 0);
    // But for accidents and casualties that were reported twice.
    expect(Math.abs(counted - deaths) / deaths).toBeLessThan(0.05);
  });

  it('insures a tenth of 4.4 million, and opens a year with the closing of the last', () => {
    for (const year of usual.manifest.years) {
      const ofYear = usual.summary.enrolments.filter((figure) => figure.year === year);
      const closing = ofYear.reduce((sum, figure) => sum + figure.closing, 0);
      expect(closing).toBeGreaterThan(430_000);
      expect(closing).toBeLessThan(455_000);
      expect(ofYear).toHaveLength(10);
    }
  });

  it('has a statement of every source, kind and year: most in time, some late, two missing, one of nothing', () => {
    const sent = (state: string) => usual.summary.statements.filter((one) => one.sent === state).length;
    expect([sent('in-time'), sent('late'), sent('missing')]).toEqual([65, 2, 2]);
    const statements = usual.truth.filter(({ feed, fault }) => feed === 'period-statement' && fault === null);
    expect(statements).toHaveLength(67);
    const files = usual.manifest.files.filter(({ feed }) => feed === 'period-statement');
    const texts = files.map(({ path }) => readFileSync(join(usual.folder, path), 'utf8'));
    expect(texts.filter((text) => text.includes('零报告'))).toHaveLength(1);
  });

  it('states a year only after the files of it', () => {
    const places = new Map(usual.manifest.files.map(({ path }, at) => [path, at]));
    for (const [path, at] of places) {
      const year = /报送说明_(\d{4})年\.json/.exec(path)?.[1];
      if (!year) continue;
      const folder = path.slice(0, path.lastIndexOf('/'));
      const lists = [...places].filter(([other]) => other.startsWith(folder) && other.includes(`${year}年`));
      const later = lists.filter(([other, place]) => place > at && !/报送说明|重发/.test(other));
      expect(later).toEqual([]);
    }
  });

  it('sends casualties as NDJSON and enrolments as CSV without a byte-order mark', () => {
    const fileOf = (feed: string) => usual.manifest.files.find((file) => file.feed === feed)!;
    expect(fileOf('accident-casualty').contentType).toBe('application/x-ndjson');
    expect(fileOf('period-statement').contentType).toBe('application/json');
    expect(readFileSync(join(usual.folder, fileOf('employer-enrolment').path), 'utf8')).toMatch(/^参保登记编号,/);
    expect(fileOf('employer-enrolment').asOf).toBe('2024-02-05T02:00:00.000Z');
  });
});

describe('a province under stress', () => {
  let stressed: Told;
  beforeAll(async () => (stressed = await told('stress', 0.1, { wrongRows: 0 })), 90_000);

  it('has more than a thousand of each kind of dirt', () => {
    expect(Object.entries(dirtOf(stressed)).filter(([, count]) => count < 1000)).toEqual([]);
  });

  it('marks what nobody could resolve, and only where a worker is known by name alone', () => {
    const named = new Set(
      stressed.truth.flatMap(({ dirt, feed, sourceId, recordId }) =>
        dirt.includes('workerNumberMissing') ? [`${feed}/${sourceId}/${recordId}`] : [],
      ),
    );
    const refused = stressed.links.filter(({ reason }) => reason === 'refused-and-maybe-applied-anew');
    const unresolvable = stressed.links.filter((link) => !link.resolvable && !refused.includes(link));
    expect(refused.length).toBeGreaterThan(3);
    expect(new Set(refused.map(({ kind }) => kind))).toEqual(new Set(['SAME_DETERMINATION']));
    expect(unresolvable.length).toBeGreaterThan(20);
    for (const { kind, left, right } of unresolvable) {
      const [leftFeed, rightFeed] = FEEDS_OF[kind];
      const names = [
        `${leftFeed}/${left.sourceId}/${left.recordId}`,
        `${rightFeed}/${right.sourceId}/${right.recordId}`,
      ];
      // A renumbered record has the dirt of its own number.
      if (!names.some((name) => name.endsWith('-1'))) expect(names.some((name) => named.has(name))).toBe(true);
    }
    expect(stressed.gaps.some(({ resolvable }) => !resolvable)).toBe(true);
  });

  it('links the two records of every event that came under two numbers, of each kind many', () => {
    expect(pairsLinked(stressed).sort()).toEqual(pairsOfOneEvent(stressed).sort());
    const kinds = new Map<string, number>();
    for (const { kind } of stressed.links) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect(Object.keys(FEEDS_OF).filter((kind) => (kinds.get(kind) ?? 0) < 5)).toEqual([]);
  });

  it('links both records of a casualty that was listed twice', () => {
    const eventOf = new Map(
      stressed.truth.flatMap(({ feed, recordId, event }) => (feed === 'accident-casualty' ? [[recordId, event]] : [])),
    );
    const linked = new Map<string | undefined, Set<string>>();
    for (const { kind, left, right } of stressed.links) {
      if (kind !== 'CASUALTY_DETERMINATION') continue;
      const event = eventOf.get(left.recordId);
      linked.set(event, (linked.get(event) ?? new Set()).add(`${left.recordId} ${right.recordId}`));
    }
    const twice = new Set([...eventOf.values()].filter((event, at, all) => all.indexOf(event) !== at));
    const joint = [...linked].filter(([event]) => twice.has(event ?? ''));
    expect(joint.length).toBeGreaterThan(5);
    for (const [, pairs] of joint) expect(pairs.size % 2).toBe(0);
  });
});

it('six years are made like three', async () => {
  const { summary, manifest } = await told('default', 0.01, { years: [2020, 2021, 2022, 2023, 2024, 2025] });
  expect(new Set(summary.accidentsByGroup.map(({ year }) => year)).size).toBe(6);
  expect(manifest.years).toHaveLength(6);
}, 30_000);

it.each(['ff8c84cdcd32bf5730e6dce576264dc9e17fef01', 'a', 'b'])(
  'nobody comes back to a record that was never sent (seed %s)',
  async (seed) => {
    const { truth } = await told('default', 0.03, { seed, years: [2019, 2020, 2021] });
    const right = truth.filter(({ fault }) => fault === null);
    const nameOf = ({ feed, sourceId, recordId }: TruthLine) => `${feed} ${sourceId} ${recordId ?? ''}`;
    const sent = new Set(right.filter(({ operation }) => operation === 'ASSERT').map(nameOf));
    expect(right.map(nameOf).filter((name) => !sent.has(name))).toEqual([]);
  },
);
