import { codeName } from '../../../schemas/code-lists/code-list.js';
import { momentOn, type Moment } from '../calendar.js';
import { ofYear, RETRACTION_WITHOUT_REASON, type FaultPlan } from '../faults/demo-faults.js';
import type { Random } from '../random.js';
import { demoSources, type DemoSource } from '../sources.js';
import type { YearStatement } from '../statements.js';
import { partOf } from './after-thoughts.js';
import { dayCell, momentCell, type Cells } from './cell.js';
import { FIRST, retractionOf, type ExportRow, type PlannedFile } from './export-row.js';
import { spoiled } from './spoiled.js';

/** Right rows that a source has sent of a kind of data in the lists of a year. */
export type RowsSent = (sourceId: string, eventType: string, year: number) => number;

type Plan = Pick<FaultPlan, 'statements' | 'retractionsWithoutReason'>;

/** A file a source at the end of each year, after the files that it speaks of; what is late comes a year later. */
export function statementFiles(
  random: Random,
  all: readonly YearStatement[],
  known: { year: number; years: readonly number[]; rowsSent: RowsSent },
  plan: Plan,
): PlannedFile[] {
  const { year, years, rowsSent } = known;
  const last = year === years.at(-1);
  const own = random.fork(`statements-${year}`);
  const sources = demoSources();
  const faults = ofYear(plan.statements, years, year);
  return sources.flatMap((source, at) => {
    const due = all.filter(
      ({ sourceId, sent, year: of }) =>
        sourceId === source.sourceId &&
        ((sent === 'in-time' && of === year) || (sent === 'late' && (of === year - 1 || (last && of === year)))),
    );
    const changedAt = momentOn(own, `${year + 1}-02-20`);
    const right = due.map((one) => statementRow(one, changedAt, rowsSent));
    const wrong = faults
      .filter((_, i) => i % sources.length === at)
      .map((fault, i) => spoiled(own, monthRow(source, year, i, changedAt), fault));
    const taken = at < partOf(plan.retractionsWithoutReason, years, year) ? right.slice(0, 1) : [];
    const withoutReason = taken.map((row) => retractedWithoutReason(row, `${year + 1}-02-26 09:00`));
    return [file(source, year, `${year}年`, [...right, ...wrong]), file(source, year, `${year}年撤回`, withoutReason)];
  });
}

/** The whole year, or that nothing occurred in it. */
function statementRow(one: YearStatement, changedAt: Moment, rowsSent: RowsSent): ExportRow {
  const kind = rowsSent(one.sourceId, one.eventType, one.year) === 0 ? 'NOTHING_OCCURRED' : 'COMPLETE';
  return rowOf({ ...one, kind, from: `${one.year}-01`, to: `${one.year}-12`, changedAt });
}

/** Some months only: beside the right statements, and for a fault. */
function monthRow(source: DemoSource, year: number, ordinal: number, changedAt: Moment): ExportRow {
  const month = 1 + (ordinal % 10);
  const two = (value: number) => String(value).padStart(2, '0');
  return rowOf({
    sourceId: source.sourceId,
    reportingUnit: source.reportingUnit,
    eventType: source.eventTypes[Math.floor(ordinal / 10) % (source.eventTypes.length - 1)] ?? '',
    year,
    kind: 'COMPLETE',
    from: `${year}-${two(month)}`,
    to: `${year}-${two(month + 1)}`,
    changedAt,
  });
}

type Said = Pick<YearStatement, 'sourceId' | 'reportingUnit' | 'year'> & {
  readonly eventType: string;
  readonly kind: 'COMPLETE' | 'NOTHING_OCCURRED';
  readonly from: string;
  readonly to: string;
  readonly changedAt: Moment;
};

function rowOf(said: Said): ExportRow {
  const number = `${said.eventType}:${said.from}:${said.to}`;
  return {
    ...FIRST,
    cells: cellsOf(said, number),
    recordId: number,
    kind: 'new',
    basis: said.changedAt,
    statement: { feed: 'period-statement', year: said.year, eventType: said.eventType, kind: said.kind },
    person: null,
    personEmployer: false,
    world: {
      event: `${said.sourceId}/${number}`,
      person: null,
      employer: null,
      accident: null,
      story: `statement-${said.sourceId}`,
    },
  };
}

function cellsOf(said: Said, number: string): Cells {
  return {
    statementNumber: number,
    statedEventType: codeName('event-type', said.eventType) ?? said.eventType,
    periodFrom: said.from,
    periodTo: said.to,
    kind: codeName('period-statement-kind', said.kind) ?? null,
    statedOn: dayCell(said.changedAt.slice(0, 10)),
    // 长白山 and the province itself are said by their absence: the source's own unit.
    reportingDivision: /^22\d\d00$/.test(said.reportingUnit) ? said.reportingUnit : null,
    changedAt: momentCell(said.changedAt),
  };
}

function retractedWithoutReason(row: ExportRow, changedAt: Moment): ExportRow {
  const cells = { ...row.cells, changedAt: momentCell(changedAt) };
  return { ...retractionOf({ ...row, cells, basis: changedAt }, null), fault: RETRACTION_WITHOUT_REASON };
}

function file(source: DemoSource, year: number, name: string, rows: readonly ExportRow[]): PlannedFile {
  const { department, reportingUnit, sourceId } = source;
  const folder = department === 'human-resources' ? `${department}/${reportingUnit}` : department;
  return {
    department,
    feed: 'period-statement',
    sourceId,
    year,
    path: `${folder}/报送说明_${name}.json`,
    format: { type: 'json' },
    asOf: null,
    rows,
    note: `${source.name}${name}报送说明`,
  };
}
