import type { DatasetEvent } from './dataset-event.js';
import type { WrittenColumn } from './unnest.js';

/** The columns by which versions of a record are ordered, wherever versions are kept. */
export const writtenOrder: readonly WrittenColumn<DatasetEvent>[] = [
  { name: 'basis_era', type: 'int', of: ({ header }) => header.basisEra },
  { name: 'basis', type: 'bigint', of: ({ header }) => header.basis },
  { name: 'ledger_epoch', type: 'int', of: ({ header }) => header.ledgerEpoch },
  { name: 'revision', type: 'int', of: ({ header }) => header.revision },
  { name: 'operation', type: 'text', of: ({ header }) => header.operation },
  { name: 'content_digest', type: 'text', of: ({ header }) => header.contentDigest },
];

/** The order of versions as a row comparison: the same as compareRecordOrder, and tested against it. */
export const orderColumns = (row: string) =>
  `(${row}.basis_era, ${row}.basis, ${row}.ledger_epoch, ${row}.revision, ${row}.operation = 'RETRACT', ${row}.content_digest COLLATE "C")`;
