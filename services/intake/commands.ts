import { positionMigration } from '../../infra/kafka/position-table.js';
import { outboxMigrations } from '../../infra/outbox/outbox-table.js';
import { homeMigration } from '../../infra/postgres/database-home.js';
import { migrate, type Migration } from '../../infra/postgres/migrate.js';
import { pullMigration } from './doors/pull/pull-position.js';
import {
  brokerMigration,
  bundledReferenceMigration,
  completeListMigration,
  ledgerMigration,
  operatingMigration,
  purgingMigration,
  receiptMigration,
  restoringMigration,
  returningMigration,
  unguardedRowsMigration,
} from './ledger/migrations.js';

export { publicReceiptKeysSchema, withNewReceiptKey } from './receipts/receipt-keys.js';
export type { PublicReceiptKeys, ReceiptKeys } from './receipts/receipt-keys.js';
export { batchStates, type FoundBatch } from './operating/find-batches.js';
export { recordStates, type ReceiptRecord } from './receipts/receipt.js';
export { verifyReceipt, type ReceiptVerdict, type SignedReceipt } from './receipts/verify-receipt.js';

export { checkConnector } from './doors/connector-check/check-connector.js';
export type { Examined } from './doors/connector-check/examined.js';
export type { PullStatus } from './doors/pull/pull-status.js';

/** What the intake's own database consists of. */
export const intakeMigrations: readonly Migration[] = [
  positionMigration,
  ledgerMigration,
  ...outboxMigrations,
  returningMigration,
  pullMigration,
  purgingMigration,
  receiptMigration,
  operatingMigration,
  completeListMigration,
  bundledReferenceMigration,
  unguardedRowsMigration,
  homeMigration,
  restoringMigration,
  brokerMigration,
];

/** Brings an intake database up to date; done by the deploy step, before the service starts. */
export async function migrateIntake(url: string): Promise<void> {
  await migrate(url, intakeMigrations);
}
