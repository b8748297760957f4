import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createRecordCipher } from '../../../infra/crypto/record-cipher.js';
import { generateVaultKeyPair } from '../../../infra/crypto/sealed-envelope.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { withNewReceiptKey } from '../../../services/intake/commands.js';
import type { AcceptanceParts } from '../../../services/intake/doors/accept-submission.js';
import { createReceiptSigner } from '../../../services/intake/receipts/sign-receipt.js';
import type { TestDatabase } from '../../stack/fixtures.js';

const MiB = 1024 * 1024;

/** What every door takes batches with, on a database of the test's own and without the doors. */
export function acceptanceParts({ pool }: TestDatabase, spoolFolder: string): AcceptanceParts {
  return {
    ledger: {
      pool,
      namespace: 'without-doors',
      cipher: createRecordCipher(randomBytes(32)),
      vaultPublicKey: generateVaultKeyPair().publicJwk,
      signReceipt: createReceiptSigner(withNewReceiptKey('without-doors')),
      now: () => Date.now(),
      newId: () => randomUUID(),
    },
    limits: {
      bodyBytes: 64 * MiB,
      rowCharacters: 256 * 1024,
      rows: 1_000_000,
      xlsx: { bodyBytes: 32 * MiB, inflatedBytes: 192 * MiB, ratio: 200, memoryMiB: 512, timeMs: 60_000 },
    },
    spoolFolder,
    shortage: () => Promise.resolve(null),
    accepted: () => undefined,
    turns: (work) => work(),
    xlsxWorker: join(projectRoot(), 'dist/services/intake/reading/workbook/workbook-worker.js'),
  };
}
