import { eventContracts } from '../../schemas/generated/contract-index.js';
import { currentTable, referenceFields } from './contract-tables.js';

/** SQL: which references to persons stand in current records? Columns source_id, identity_ref; each pair once. */
export const currentReferences = eventContracts
  .flatMap((contract) =>
    referenceFields(contract).map(
      ({ column }) =>
        `SELECT source_id, ${column} AS identity_ref FROM ${currentTable(contract)} WHERE ${column} IS NOT NULL`,
    ),
  )
  .join(' UNION ');
