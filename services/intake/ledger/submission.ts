import type pg from 'pg';
import type { Feed } from '../../../connectors/connector.js';
import type { EventContract } from '../../../schemas/contract.js';
import type { BodyLayout, RowReader } from '../reading/row-reader.js';
import type { Receipt } from '../receipts/receipt.js';
import type { Source } from '../sources.js';
import type { Question } from './complete/accept-complete-list.js';
import type { CompleteClaim } from './complete/complete-list.js';
import type { SubmittedBody } from './save-batch.js';

/** What a door hands to the ledger. */
export type Submission = {
  source: Source;
  feed: Feed;
  contract: EventContract;
  /** The principal's subject. */
  submittedBy: string;
  idempotencyKey: string | null;
  body: SubmittedBody;
  /** Epoch milliseconds, as declared or as the door knows it. */
  asOf: number | null;
  /** Somebody said so: only then is content that was superseded before a correction (design §5, record identity). */
  asOfDeclared: boolean;
  atomic: boolean;
  dryRun: boolean;
  /** The months that the list says it is complete for; a list without is a part. */
  complete?: CompleteClaim | undefined;
  rows: () => RowReader;
  /** Once the rows have been read. */
  layout: () => BodyLayout;
  /** What a door keeps together with the batch, or not at all. */
  saveWith?: (client: pg.PoolClient) => Promise<void>;
};

/** What became of it. */
export type Acceptance =
  /** Committed: the rows and their outgoing events are kept. */
  | { kind: 'accepted'; receipt: Receipt }
  /** The same submission was accepted before; this is its receipt. */
  | { kind: 'repeated'; receipt: Receipt }
  /** Another body under the same Idempotency-Key. */
  | { kind: 'key-reused' }
  /** All-or-nothing, and a row was rejected: nothing is kept. */
  | { kind: 'refused'; receipt: Receipt }
  /** The list leaves out more than goes without asking: nothing is kept until it is sent again with the answer. */
  | { kind: 'unconfirmed'; question: Question }
  /** Validated, nothing is kept. */
  | { kind: 'tried'; receipt: Receipt };
