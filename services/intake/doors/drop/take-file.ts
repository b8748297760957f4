import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { shanghaiDate } from '../../../../schemas/period.js';
import { HttpProblem } from '../../../../infra/http/http-problem.js';
import { readFindings } from '../../receipts/receipt-findings.js';
import { returnRejected } from '../../returning/return-rejected.js';
import type { Receipt } from '../../receipts/receipt.js';
import { acceptSubmission, type AcceptanceParts, type Admitted } from '../accept-submission.js';
import { keyReused, listUnconfirmed } from '../batch-problem.js';
import { completeClaim } from '../complete-parameters.js';
import { assertInForce } from '../door-access.js';
import { assertNotAhead } from '../submission-parameters.js';
import { freeName, release, type Claim } from './claims.js';
import { contentOfName } from '../../reading/media-type.js';
import { asOfInName, saidInName } from './drop-file-name.js';
import { DONE, REFUSED, type DropFolder } from './drop-folder.js';
import { writeReceipts, writeReturned, type DropAnswer } from './drop-receipt.js';

/** In the place of a token's subject: who may write into the folder is for the machine's file rights to say. */
const SUBMITTED_BY = 'file-drop';
/** Rows with findings that a receipt file tells of; beyond it the file is better mended by its maker than by reading. */
const ROWS_TOLD = 10_000;

/** The file grew or changed while it was read: it goes back and is taken when it stands still. */
class StillWritten extends Error {}

export type Taken = 'accepted' | 'repeated' | 'refused' | 'put-back';

/**
 * Takes a claimed file the way of every submission, writes its receipt and moves it to `done/` or `refused/`.
 * Done again after a crash it comes to the same: the key is made of the content and the declared time.
 *
 * @throws whatever may pass by itself (the database or its room is away): the claim stays and is tried again
 */
export async function takeFile(parts: AcceptanceParts, folder: DropFolder, claim: Claim): Promise<Taken> {
  const answer = await accept(parts, folder, claim).catch(refusalOf);
  if (answer === 'put-back') {
    await release(claim, join(folder.path, await freeName(folder.path, claim.name)));
    return answer;
  }
  await finish(parts, folder, claim, answer);
  if (answer.kind === 'refused') return 'refused';
  return answer.repeated ? 'repeated' : 'accepted';
}

/** Receipts first: a file that is done has one. */
export async function finish(
  { ledger }: AcceptanceParts,
  folder: DropFolder,
  claim: Claim,
  answer: DropAnswer,
): Promise<void> {
  const end = join(folder.path, answer.kind === 'accepted' ? DONE : REFUSED);
  const name = await freeName(end, claim.name);
  if (answer.kind === 'accepted' && answer.receipt.rows.rejected > 0) {
    const returned = await returnRejected(ledger, answer.receipt.batchId, folder.feed);
    if (returned.purged === 0) await writeReturned(join(end, name), returned);
  }
  await writeReceipts(join(end, name), claim.name, answer);
  await release(claim, join(end, name));
}

async function accept(parts: AcceptanceParts, folder: DropFolder, claim: Claim): Promise<DropAnswer> {
  const { source, feed } = folder;
  assertInForce(source, shanghaiDate(parts.ledger.now()));
  const file = await open(claim.path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const exported = await exportedAt(claim.name, file, parts.ledger.now());
    const complete = completeInName(claim.name, exported.asOfDeclared);
    const months = complete ? `:${complete.firstPeriod}..${complete.lastPeriod}` : '';
    const idempotencyKeyOf = (digest: string) => `drop:${digest}:${exported.asOf}${months}`;
    const how = { complete, submittedBy: SUBMITTED_BY, idempotencyKeyOf, atomic: false, dryRun: false };
    const admitted = { source, feed, ...how, ...exported };
    const content = { body: Readable.from(bytesOf(file)), ...contentOfName(claim.name) };
    const acceptance = await acceptSubmission(parts, admitted, content);
    if (acceptance.kind === 'key-reused') throw keyReused();
    if (acceptance.kind === 'unconfirmed') throw listUnconfirmed(acceptance.question);
    const receipt = await withAllFindings(parts, folder, acceptance.receipt);
    return { kind: 'accepted', repeated: acceptance.kind === 'repeated', receipt };
  } finally {
    await file.close();
  }
}

const completeInName = (name: string, asOfDeclared: boolean) =>
  completeClaim({
    mode: saidInName(name, 'mode'),
    period: saidInName(name, 'period'),
    confirm: saidInName(name, 'confirm'),
    asOfDeclared,
  });

/**
 * The name's word, else the file's own time, which orders the exports of one system but is nobody's word: a copy out of
 * the mail or an archive is as new as the copying, and must not undo what was corrected since.
 */
async function exportedAt(
  name: string,
  file: FileHandle,
  now: number,
): Promise<Pick<Admitted, 'asOf' | 'asOfDeclared'>> {
  const named = asOfInName(name);
  if (named === undefined) return { asOf: await changedAt(file, now), asOfDeclared: false };
  if (named !== null) return { asOf: assertNotAhead(named, now), asOfDeclared: true };
  throw new HttpProblem({
    status: 400,
    code: 'AS_OF_UNREADABLE',
    title: '文件名中的导出时点不正确',
    detail:
      '文件名中的 asOf= 之后应为日期（如 asOf=2025-01-31）或日期和时分（如 asOf=2025-01-31T1830）。请改名后重新放入。',
  });
}

/**
 * A file from a clock ahead of ours is dated now, on the disk too, so that a second try after a crash finds the same time:
 * an export of tomorrow would keep the corrections of today down.
 */
async function changedAt(file: FileHandle, now: number): Promise<number> {
  const changed = async () => Math.floor((await file.stat()).mtimeMs);
  if ((await changed()) > now) await file.utimes(now / 1000, now / 1000);
  return changed();
}

async function* bytesOf(file: FileHandle): AsyncGenerator<Buffer> {
  const before = await file.stat();
  yield* file.createReadStream({ autoClose: false, start: 0 }) as AsyncIterable<Buffer>;
  const after = await file.stat();
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw new StillWritten();
}

async function withAllFindings({ ledger }: AcceptanceParts, { feed }: DropFolder, receipt: Receipt): Promise<Receipt> {
  if (receipt.findings.length === receipt.findingsTotal) return receipt;
  const all = { afterRow: 0, limit: ROWS_TOLD, rejectedOnly: false };
  return { ...receipt, findings: await readFindings(ledger.pool, receipt.batchId, feed, all) };
}

/** What the caller of the HTTP door would be told as his own mistake; everything else is thrown on. */
function refusalOf(error: unknown): DropAnswer | 'put-back' {
  if (error instanceof StillWritten) return 'put-back';
  if (error instanceof HttpProblem && error.status < 500) return { kind: 'refused', problem: error };
  throw error;
}
