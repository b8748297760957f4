import type { RecordCipher } from '../../../infra/crypto/record-cipher.js';
import type { SubmittedRow } from '../checking/check-row.js';
import type { RowPlace } from './decide-version.js';

/** Binds an encrypted row to its place, so that rows cannot be swapped in the database. */
const aadOf = ({ batchId, rowNumber }: RowPlace) => `batch_row|${batchId}|${rowNumber}`;

/** A row as it was sent, encrypted under the ledger's key. */
export function sealRow(cipher: RecordCipher, row: SubmittedRow, place: RowPlace): Buffer {
  return cipher.encrypt(Buffer.from(JSON.stringify(row), 'utf8'), aadOf(place));
}

/** @throws ServiceFailure DECRYPTION_FAILED */
export function openRow(cipher: RecordCipher, sealed: Buffer, place: RowPlace): SubmittedRow {
  return JSON.parse(cipher.decrypt(sealed, aadOf(place)).toString('utf8')) as SubmittedRow;
}
