import type { Readable } from 'node:stream';
import type { Feed } from '../../../connectors/connector.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import type { CompleteClaim } from '../ledger/complete/complete-list.js';
import { acceptBatch, type Ledger } from '../ledger/accept-batch.js';
import type { Acceptance } from '../ledger/submission.js';
import { spoolBody } from '../reading/body-spool.js';
import { formatOf, isGzip } from '../reading/media-type.js';
import { openReader } from '../reading/open-reader.js';
import { UnreadableBatch, type ReadingLimits } from '../reading/row-reader.js';
import type { Source } from '../sources.js';
import { noRoom, unreadableProblem } from './batch-problem.js';
import type { Shortage } from './room.js';
import type { TakingTurns } from './taking-turns.js';

/** What every door takes batches with: there is one way into the ledger. */
export type AcceptanceParts = {
  ledger: Ledger;
  limits: ReadingLimits;
  spoolFolder: string;
  /** What there is too little of to take more. */
  shortage: () => Promise<Shortage | null>;
  /** Tells the relay that there is something to send. */
  accepted: () => void;
  turns: TakingTurns;
  xlsxWorker?: string;
};

/** A batch as a door has admitted it. */
export type Admitted = {
  source: Source;
  feed: Feed;
  /** The principal's subject. */
  submittedBy: string;
  /** The key under which the same submission is known again, told the SHA-256 of the content; null for none. */
  idempotencyKeyOf: (contentDigest: string) => string | null;
  /** Epoch milliseconds, as declared or as the door knows it. */
  asOf: number | null;
  /** Somebody said so: only then is content that was superseded before a correction (design §5, record identity). */
  asOfDeclared: boolean;
  atomic: boolean;
  dryRun: boolean;
  complete?: CompleteClaim | undefined;
};

export type Content = {
  body: Readable;
  contentType: string | undefined;
  contentEncoding: string | undefined;
};

/**
 * Reads a body into an encrypted spool and takes its rows into the ledger; the spool is removed, whatever happens.
 *
 * @throws HttpProblem when there is no room for more or the body cannot be read; nothing is kept then
 */
export async function acceptSubmission(
  parts: AcceptanceParts,
  { idempotencyKeyOf, ...admitted }: Admitted,
  content: Content,
): Promise<Acceptance> {
  const shortage = await parts.shortage();
  if (shortage) throw noRoom(shortage);
  try {
    const reading = { ...formatOf(content.contentType), ...readingParts(parts) };
    const gzip = isGzip(content.contentEncoding);
    const spool = await spoolBody(content.body, {
      folder: parts.spoolFolder,
      limitBytes: parts.limits.bodyBytes,
      gzip,
    });
    try {
      const opened = openReader(spool, admitted.feed, reading);
      const body = { digest: spool.digest, bytes: spool.bytes, format: reading.format, encoding: opened.encoding };
      const idempotencyKey = idempotencyKeyOf(spool.digest);
      const contract = eventContract(admitted.feed.eventType);
      const submission = { ...admitted, idempotencyKey, contract, body, rows: opened.rows, layout: opened.layout };
      const acceptance = await parts.turns(() => acceptBatch(parts.ledger, submission));
      if (acceptance.kind === 'accepted') parts.accepted();
      return acceptance;
    } finally {
      await spool.remove();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw noRoom('disk');
    throw error instanceof UnreadableBatch ? unreadableProblem(error) : error;
  }
}

const readingParts = ({ limits, xlsxWorker }: AcceptanceParts) => ({ limits, ...(xlsxWorker && { xlsxWorker }) });
