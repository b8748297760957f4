import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Feed } from '../../../../connectors/connector.js';
import { HttpProblem } from '../../../../infra/http/http-problem.js';
import { inTransaction } from '../../../../infra/postgres/in-transaction.js';
import { eventContract } from '../../../../schemas/generated/contract-index.js';
import { shanghaiDate } from '../../../../schemas/period.js';
import { acceptBatch } from '../../ledger/accept-batch.js';
import { columnIndex } from '../../reading/column-heading.js';
import type { ReadRow } from '../../reading/row-reader.js';
import type { Receipt } from '../../receipts/receipt.js';
import type { Source } from '../../sources.js';
import type { AcceptanceParts } from '../accept-submission.js';
import { assertInForce } from '../door-access.js';
import type { Doors, DoorsContext, PullConfig } from '../doors-file.js';
import { openDepartmentDatabase, type DepartmentDatabase, type PageStart } from './department-database.js';
import type { PrintedRow } from './dialect.js';
import { pullStopped } from './pull-fault.js';
import { namedColumns, planPull, type PullPlan } from './pull-plan.js';
import { beginRound, rememberedReading, savePageEnd, unknownMarks } from './pull-position.js';
import type { PullPlace, RememberedReading } from './pull-position.js';
import { pulledRow } from './pulled-row.js';
import { readSecret } from './secret.js';
import { isTime, overlapOf, positionAfter, watermarkOf, watermarkText } from './watermark.js';

/** One view of a department on its way in. */
export type Pull = { config: PullConfig; source: Source; feed: Feed };

/** The pulls of a file that was checked against the same sources and feeds. */
export function pullsOf({ pulls }: Doors, { sources, feeds }: DoorsContext): Pull[] {
  return pulls.flatMap((config) => {
    const source = sources.get(config.source);
    const feed = feeds.find((candidate) => candidate.feed === config.feed);
    return source && feed ? [{ config, source, feed }] : [];
  });
}

export type PullParts = AcceptanceParts & {
  env: NodeJS.ProcessEnv;
  /** Key of the digests by which rows of the overlap are known again: without it nobody can guess a row. */
  markKey: Buffer;
  /** Told after each page that held something new. */
  onPage: (receipt: Receipt) => void;
};

export type RoundEnd =
  /**
   * The view was read to its end; whether anything was new, by how much its clock is ahead of ours, and of how many rows
   * the time is ahead of it.
   */
  | { kind: 'at-end'; anyNew: boolean; clockAheadMs: number; inFuture: number }
  /** Too much is waiting for Kafka; the position says where to go on. */
  | { kind: 'paused' }
  | { kind: 'interrupted' };

/** In the place of a token's subject: whose account it is, the department's own file says. */
const SUBMITTED_BY = 'database-pull';

/**
 * Reads a view from its position to its end, page by page; each page is a batch like any other, and the position is
 * committed with it. Whatever ends a round half-way, the next one begins at the last commit.
 *
 * @throws ServiceFailure with a {@link PullFaultCode}, or whatever befell our own database
 */
export async function pullRound(pull: Pull, parts: PullParts, stopping: AbortSignal): Promise<RoundEnd> {
  assertSourceInForce(pull, parts);
  const database = openDepartmentDatabase(pull.config, readSecret(pull.config.database, parts.env));
  try {
    const round = await openRound(pull, parts, database);
    return await readPages(round, stopping);
  } finally {
    await database.close();
  }
}

function assertSourceInForce({ source }: Pull, { ledger }: PullParts): void {
  try {
    assertInForce(source, shanghaiDate(ledger.now()));
  } catch (error) {
    throw error instanceof HttpProblem ? pullStopped('PULL_NOT_IN_FORCE', error.detail) : error;
  }
}

type Round = Pull & {
  parts: PullParts;
  database: DepartmentDatabase;
  place: PullPlace;
  plan: PullPlan;
  number: number;
  /** Where the last commit left off. */
  position: bigint | null;
  overlap: bigint;
  /** The department's, in microseconds, when the round began. */
  clock: bigint;
  clockAheadMs: number;
};

async function openRound(pull: Pull, parts: PullParts, database: DepartmentDatabase): Promise<Round> {
  const { config, source, feed } = pull;
  const { pool, now } = parts.ledger;
  const place = { sourceId: source.sourceId, feed: feed.feed };
  const planned = planPull(config, feed, await database.fields());
  const remembered = await rememberedReading(pool, place);
  const problems = [
    ...(planned.ok ? [] : planned.problems),
    ...vanished(pull, planned.ok ? planned.plan : null, remembered),
  ];
  if (!planned.ok || problems.length > 0) throw pullStopped('PULL_COLUMNS', `${problems.join('；')}。`);
  const { plan } = planned;
  const clockMs = await database.clock();
  const clockAheadMs = clockMs - now();
  const begun = await inTransaction(pool, (client) => beginRound(client, place, readingOf(config, plan)));
  return {
    ...pull,
    ...{ parts, database, place, plan, clockAheadMs },
    number: begun.round,
    position: begun.watermark,
    overlap: overlapOf(plan.watermark.kind, config),
    clock: BigInt(clockMs) * 1000n,
  };
}

/** A column that was read before and is gone would empty itself in every record that changes from now on. */
function vanished({ config, feed }: Pull, plan: PullPlan | null, remembered: RememberedReading | null): string[] {
  if (!plan || !remembered) return [];
  const named = namedColumns(config, feed);
  const present = new Set(plan.columns.map(({ column }) => column.key));
  return feed.columns
    .filter(({ key }) => remembered.columns[key] !== undefined && !present.has(key) && !named.has(key))
    .map(({ key, heading }) => {
      const field = remembered.columns[key] ?? '';
      return `“${heading}”列此前读自字段“${field}”，现在视图中没有了：请恢复该字段；确实不再提供的，请在 columns 中写明 ${heading}: null`;
    });
}

function readingOf({ database, view, query, key, timezone, readAgain }: PullConfig, plan: PullPlan): RememberedReading {
  const { kind, host, port, name } = database;
  return {
    columns: Object.fromEntries(plan.columns.map(({ column, field }) => [column.key, field.name])),
    counts: { kind, host, port, name, view, query, key, timezone, readAgain, watermark: plan.watermark },
  };
}

async function readPages(round: Round, stopping: AbortSignal): Promise<RoundEnd> {
  const { parts, config, plan, database } = round;
  let start = firstStart(round);
  let inFuture = 0;
  let anyNew = false;
  while (!stopping.aborted) {
    if (await parts.shortage()) return { kind: 'paused' };
    // The rows are at least as new as this moment, which orders the versions of feeds without times of change.
    const asOf = parts.ledger.now();
    const printed = await database.page({ ...plan, from: start, limit: config.pageRows });
    const page = pageOf(round, printed);
    anyNew = (await keep(round, page, asOf)) || anyNew;
    inFuture += page.rows.filter(({ watermark }) => isTime(plan.watermark.kind) && watermark > round.clock).length;
    if (page.atEnd) return { kind: 'at-end', anyNew, clockAheadMs: round.clockAheadMs, inFuture };
    start = nextStart(round, start, printed);
  }
  return { kind: 'interrupted' };
}

function firstStart({ position, overlap, plan, config }: Round): PageStart | null {
  if (position === null) return null;
  return { watermark: watermarkText(position - overlap, plan.watermark.kind, zoneOf(plan, config)), keys: null };
}

/**
 * The page begins with the last row of the one before, which is known again by its mark: where a collation takes two
 * keys for one, "greater than" would skip the second.
 */
function nextStart({ plan, config }: Round, before: PageStart | null, printed: readonly PrintedRow[]): PageStart {
  const last = printed.at(-1) ?? {};
  const kind = plan.watermark.kind;
  const watermark = watermarkText(watermarkIn(plan, config, last), kind, zoneOf(plan, config));
  const start = { watermark, keys: plan.keys.map(({ field }) => last[field] ?? '') };
  if (plan.keys.some(({ field }) => (last[field] ?? null) === null)) {
    throw pullStopped(
      'PULL_KEY_NOT_UNIQUE',
      `主键字段“${config.key.join('、')}”有空值，无法逐页读取。请换用没有空值的字段。`,
    );
  }
  if (before?.keys && before.watermark === start.watermark && before.keys.join('\n') === start.keys.join('\n')) {
    throw pullStopped(
      'PULL_KEY_NOT_UNIQUE',
      `主键字段“${config.key.join('、')}”不唯一，无法逐页读取。请换用能区分各行的字段。`,
    );
  }
  return start;
}

/** The session prints instants by UTC+8; times without zone are the department's. */
const zoneOf = ({ watermark }: PullPlan, { timezone }: PullConfig) =>
  watermark.kind === 'instant' ? '+08:00' : timezone;

function watermarkIn(plan: PullPlan, config: PullConfig, printed: PrintedRow): bigint {
  const { field, kind } = plan.watermark;
  const value = watermarkOf(printed[field] ?? '', kind, zoneOf(plan, config));
  if (value !== undefined) return value;
  throw pullStopped('PULL_WATERMARK', `水位字段“${field}”中有无法识别的值。请检查该字段的内容。`);
}

type PageRow = { row: Omit<ReadRow, 'rowNumber'>; watermark: bigint; mark: Buffer };
type Page = { rows: readonly PageRow[]; atEnd: boolean };

function pageOf({ plan, config, feed, parts, place }: Round, printed: readonly PrintedRow[]): Page {
  const reading = { identifiers: columnIndex(feed).identifiers, timezone: config.timezone };
  const rows = printed.map((each): PageRow => {
    const row = pulledRow(plan, each, 0, reading);
    const watermark = watermarkIn(plan, config, each);
    const said = [place.sourceId, place.feed, watermark.toString(), plan.keys.map(({ field }) => each[field]), row];
    return { row, watermark, mark: createHmac('sha256', parts.markKey).update(JSON.stringify(said)).digest() };
  });
  return { rows, atEnd: printed.length < config.pageRows };
}

/** Keeps the rows that are new and the position, together or not at all. @returns whether any row was new */
async function keep(round: Round, page: Page, asOf: number): Promise<boolean> {
  const { parts, place, plan, overlap, clock } = round;
  const { pool, now } = parts.ledger;
  const unknown = await unknownMarks(
    pool,
    place,
    page.rows.map(({ mark }) => mark),
  );
  const fresh = page.rows.filter(({ mark }) => unknown.delete(mark.toString('hex')));
  const read = page.rows.map(({ watermark }) => watermark);
  const position = positionAfter(round.position, read, plan.watermark.kind, clock);
  const windowFrom = position === null ? null : position - overlap;
  const marks = fresh.filter(({ watermark }) => windowFrom === null || watermark >= windowFrom);
  const end = { round: round.number, position, windowFrom, marks, atEndAt: page.atEnd ? now() : null };
  const save = (client: Parameters<typeof savePageEnd>[0]) => savePageEnd(client, place, end);
  const receipt = fresh.length === 0 ? null : await takeRows(round, fresh, asOf, save);
  if (receipt === null) await inTransaction(pool, save);
  round.position = position;
  if (receipt !== null) parts.onPage(receipt);
  return receipt !== null;
}

async function takeRows(
  { parts, source, feed, plan }: Round,
  fresh: readonly PageRow[],
  asOf: number,
  saveWith: (client: Parameters<typeof savePageEnd>[0]) => Promise<void>,
): Promise<Receipt> {
  const rows = fresh.map(({ row }, at): ReadRow => ({ ...row, rowNumber: at + 1 }));
  const submission = {
    ...{ source, feed, contract: eventContract(feed.eventType), submittedBy: SUBMITTED_BY, saveWith },
    // A page that is read again after a crash is not the same page: the position, not a key, keeps it from counting twice.
    idempotencyKey: null,
    body: bodyOf(rows),
    ...{ asOf, asOfDeclared: true, atomic: false, dryRun: false },
    rows: () => Readable.from(rows),
    layout: () => ({ headings: plan.columns.map(({ column }) => column.heading), hiddenSheets: [] }),
  };
  const acceptance = await parts.turns(() => acceptBatch(parts.ledger, submission));
  if (acceptance.kind !== 'accepted') throw new Error(`a pulled page was ${acceptance.kind}, which no door asked for`);
  parts.accepted();
  return acceptance.receipt;
}

/** Where other doors have a file, a page has its rows as read, a line each. */
function bodyOf(rows: readonly ReadRow[]) {
  const text = rows.map(({ cells }) => `${JSON.stringify(cells)}\n`).join('');
  const digest = createHash('sha256').update(text).digest('hex');
  return { digest, bytes: Buffer.byteLength(text), format: 'database' as const, encoding: null };
}
