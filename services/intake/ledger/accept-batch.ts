import type { JsonWebKey } from 'node:crypto';
import type pg from 'pg';
import type { RecordCipher } from '../../../infra/crypto/record-cipher.js';
import { createBatchSealer, type BatchSealer } from '../../../infra/crypto/sealed-envelope.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { isConnectionLoss, isRetriableInPostgres } from '../../../infra/postgres/retriable-error.js';
import { shanghaiDate } from '../../../schemas/period.js';
import { UnreadableBatch, type ReadRow, type RowReader } from '../reading/row-reader.js';
import { TRIED_LABEL, type Receipt } from '../receipts/receipt.js';
import { readReceipt } from '../receipts/read-receipt.js';
import { saveReceiptCounts, saveSignature } from '../receipts/receipt-counts.js';
import type { SignReceipt } from '../receipts/sign-receipt.js';
import { acceptCompleteList } from './complete/accept-complete-list.js';
import { loadCompleteLists } from './complete/complete-list.js';
import { acceptChunk, type BatchRun } from './accept-chunk.js';
import type { ObserveBatch } from './batch-metrics.js';
import { saveBooks } from './ledger-books.js';
import { lockCounter } from './ledger-counter.js';
import type { Acceptance, Submission } from './submission.js';
import { earlierBatch, insertBatch, saveLayout } from './save-batch.js';

/** What the ledger works with. */
export type Ledger = {
  pool: pg.Pool;
  namespace: string;
  cipher: RecordCipher;
  vaultPublicKey: JsonWebKey;
  signReceipt: SignReceipt;
  observe?: ObserveBatch;
  now: () => number;
  newId: () => string;
};

/**
 * Rows of one round trip, and characters of their cells: rows may be long, and all of a chunk is in memory several times
 * over (cells, JSON, ciphertext, parameters). A batch is one transaction whatever its size.
 */
const CHUNK_ROWS = 500;
const CHUNK_CHARACTERS = 2 * 1024 * 1024;
const MAX_TRIES = 3;

/** Carries the answer out of a transaction that must not be kept. */
class RolledBack extends Error {
  constructor(readonly acceptance: Acceptance) {
    super('rolled back on purpose');
  }
}

/**
 * Takes a batch into the ledger in ONE transaction: a crash keeps nothing, and a receipt means that rows and events are
 * committed together (promise 1). Two feeds of a source may deadlock over the persons they share: then it is done again.
 */
export async function acceptBatch(ledger: Ledger, submission: Submission): Promise<Acceptance> {
  const begun = performance.now();
  const observe = (decided: Parameters<ObserveBatch>[1]) =>
    ledger.observe?.(submission, decided, (performance.now() - begun) / 1000);
  try {
    const acceptance = await persistently(ledger, submission);
    observe(acceptance);
    return acceptance;
  } catch (error) {
    observe(error instanceof UnreadableBatch ? 'unreadable' : 'failed');
    throw error;
  }
}

async function persistently(ledger: Ledger, submission: Submission): Promise<Acceptance> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(ledger.pool, (client) => takeBatch(ledger, submission, client));
    } catch (error) {
      if (error instanceof RolledBack) return error.acceptance;
      // After a lost connection nobody knows whether it was committed: the caller asks again under its key.
      if (tries === MAX_TRIES || isConnectionLoss(error) || !isRetriableInPostgres(error)) throw error;
    }
  }
}

async function takeBatch(ledger: Ledger, submission: Submission, client: pg.PoolClient): Promise<Acceptance> {
  const { source, feed } = submission;
  const counter = await lockCounter(client, { sourceId: source.sourceId, eventType: feed.eventType });
  const earlier = await earlierBatch(client, submission);
  if (earlier) {
    if (!earlier.same) return { kind: 'key-reused' };
    return { kind: 'repeated', receipt: await readReceipt(client, earlier.batchId, feed) };
  }
  // Read under the lock, so that acceptance times of a source and feed never run backwards between its batches.
  const acceptedAt = ledger.now();
  const lists = await loadCompleteLists(client, { sourceId: source.sourceId, eventType: feed.eventType });
  const run = batchRun(ledger, submission, client, { counter, acceptedAt, batchId: ledger.newId(), lists });
  await insertBatch(client, submission, run.chunk.batchId, acceptedAt);
  for await (const rows of chunks(submission.rows())) await acceptChunk(run, rows);
  await saveLayout(client, run.chunk.batchId, submission.layout());
  if (submission.complete) {
    const question = await acceptCompleteList(run, submission.complete);
    if (question) throw new RolledBack({ kind: 'unconfirmed', question });
  }
  await saveBooks(client, run.place, run.books);
  await counter.save();
  await submission.saveWith?.(client);
  await saveReceiptCounts(client, run.chunk.batchId);
  const receipt = await readReceipt(client, run.chunk.batchId, feed);
  rollBackUnlessKept(submission, receipt);
  return { kind: 'accepted', receipt: await signed(ledger, client, receipt) };
}

function rollBackUnlessKept({ dryRun, atomic }: Submission, receipt: Receipt): void {
  if (atomic && receipt.rows.rejected > 0) throw new RolledBack({ kind: 'refused', receipt });
  if (dryRun) throw new RolledBack({ kind: 'tried', receipt: { ...receipt, stateLabel: TRIED_LABEL } });
}

/** Signed once, in the transaction that the receipt vouches for: whoever asks later gets the same signature. */
async function signed({ signReceipt }: Ledger, client: pg.PoolClient, receipt: Receipt): Promise<Receipt> {
  const signature = await signReceipt(receipt);
  await saveSignature(client, receipt.batchId, signature);
  return { ...receipt, signature };
}

function batchRun(
  ledger: Ledger,
  { source, feed, contract, asOf, asOfDeclared }: Submission,
  client: pg.PoolClient,
  {
    counter,
    acceptedAt,
    batchId,
    lists,
  }: Pick<BatchRun, 'counter' | 'lists'> & { acceptedAt: number; batchId: string },
): BatchRun {
  let sealer: BatchSealer | null = null;
  return {
    client,
    counter,
    place: { sourceId: source.sourceId, eventType: feed.eventType },
    checking: { feed, contract, source, today: shanghaiDate(acceptedAt) },
    chunk: { feed, batchId, ledgerEpoch: counter.epoch, acceptedAt, asOf, asOfDeclared },
    event: { source, contract, namespace: ledger.namespace, basisKind: feed.basisKind, acceptedAt },
    books: new Map(),
    lists,
    cipher: ledger.cipher,
    sealer: () => (sealer ??= createBatchSealer(ledger.vaultPublicKey)),
  };
}

async function* chunks(rows: RowReader): AsyncGenerator<ReadRow[]> {
  let chunk: ReadRow[] = [];
  let characters = 0;
  for await (const row of rows) {
    chunk.push(row);
    characters += charactersOf(row);
    if (chunk.length < CHUNK_ROWS && characters < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = [];
    characters = 0;
  }
  if (chunk.length > 0) yield chunk;
}

function charactersOf({ cells, unread }: ReadRow): number {
  let characters = unread?.rest?.length ?? 0;
  for (const key in cells) characters += cells[key]?.length ?? 0;
  for (const key in unread?.cells) characters += unread.cells[key]?.length ?? 0;
  return characters;
}
