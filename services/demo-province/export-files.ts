import { accidentFiles } from './exports/accident-files.js';
import { casualtyFiles } from './exports/casualty-files.js';
import { determinationFiles } from './exports/determination-files.js';
import { dirtied } from './exports/dirt.js';
import { enrolmentFiles } from './exports/enrolment-files.js';
import { lazyRows, type ExportRow, type PlannedFile } from './exports/export-row.js';
import { healthAfterThoughts, healthFile } from './exports/health-files.js';
import { statementFiles } from './exports/statement-files.js';
import type { FaultPlan } from './faults/demo-faults.js';
import { createHappenings, type AccidentYear, type Happenings } from './happenings.js';
import type { Province } from './province.js';
import type { Random } from './random.js';
import { yearStatements } from './statements.js';
import type { StoryBook } from './truth/story-book.js';

/**
 * Every file of every department in the order of sending, a year after the other: each is made when it is asked for and
 * forgotten when the next one is, so that memory does not grow with the years.
 *
 * @param book hears of what is true beyond the files
 */
export function* exportFiles(
  random: Random,
  province: Province,
  plan: FaultPlan,
  book: StoryBook,
): Generator<PlannedFile> {
  const tally = createTally();
  for (const file of rawFiles(random, province, plan, book, tally)) {
    // Nobody sends an empty list; that nothing occurred is said in another way.
    if (file.rows.length === 0) continue;
    const rows = lazyRows(file.rows, (row) => {
      tally.count(file, row);
      return dirtied(random, row, province.profile);
    });
    yield { ...file, path: `exports/${file.path}`, rows };
  }
}

function* rawFiles(
  random: Random,
  province: Province,
  plan: FaultPlan,
  book: StoryBook,
  tally: Tally,
): Generator<PlannedFile> {
  const { years } = province;
  const happenings = createHappenings(random.fork('happenings'), province, plan);
  const own = random.fork('files');
  let happened = happenings.accidentsOf(Math.min(...years));
  for (const year of years) {
    // The year after must have happened before the bureaus' lists of this one are complete.
    const next = year === years.at(-1) ? null : happenings.accidentsOf(year + 1);
    if (next === null) happenings.close();
    yield healthFile(own.fork(`health-${year}`), happenings.cards, years, year);
    yield* filesOfYear(own, { year, happened, happenings }, province, plan, book);
    yield* statementFiles(own, yearStatements(years), { year, years, rowsSent: tally.rowsSent }, plan);
    if (next) happened = next;
  }
  const { files, fates } = healthAfterThoughts(
    own.fork('health'),
    happenings.cards,
    years,
    plan.retractionsWithoutReason,
  );
  yield* files;
  book.cardsEnded(happenings.cards, fates);
}

type Year = { readonly year: number; readonly happened: AccidentYear; readonly happenings: Happenings };

function* filesOfYear(
  own: Random,
  { year, happened, happenings }: Year,
  province: Province,
  plan: FaultPlan,
  book: StoryBook,
): Generator<PlannedFile> {
  const whole = { ...plan, years: province.years, horizon: province.horizon };
  const accidents = accidentFiles(own.fork(`accidents-${year}`), happened, whole);
  yield* accidents.files;
  yield* casualtyFiles(own.fork(`casualties-${year}`), happened, accidents.fates, whole);
  book.accidentsEnded(happened, accidents.fates);
  yield* enrolmentFiles(own, province, year, plan);
  const taken = happenings.cases.take(own.fork(`cases-${year}`), year);
  const cases = determinationFiles(own.fork(`determinations-${year}`), taken, year, whole);
  yield* cases.files;
  book.casesEnded(taken, cases.fate);
}

type Tally = {
  count(file: PlannedFile, row: ExportRow): void;
  rowsSent(sourceId: string, feed: string, year: number): number;
};

/** Right rows by source, feed and year, for the statements to speak of. */
function createTally(): Tally {
  const counts = new Map<string, number>();
  const keyOf = (sourceId: string, feed: string, year: number) => `${sourceId}/${feed}/${year}`;
  return {
    count({ sourceId, feed, year }, { fault }) {
      const key = keyOf(sourceId, feed, year);
      if (fault === null) counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    rowsSent: (sourceId, feed, year) => counts.get(keyOf(sourceId, feed, year)) ?? 0,
  };
}
