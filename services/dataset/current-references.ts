import { eventContracts } from '../../schemas/generated/contract-index.js';
import { currentView, latestTable, referenceFields } from './contract-tables.js';

/** SQL: which references to persons are in records of these relations? Columns source_id, identity_ref; each pair once. */
const referencesIn = (relationOf: typeof currentView): string =>
  eventContracts
    .flatMap((contract) =>
      referenceFields(contract).map(
        ({ column }) =>
          `SELECT source_id, ${column} AS identity_ref FROM ${relationOf(contract)} WHERE ${column} IS NOT NULL`,
      ),
    )
    .join(' UNION ');

/** SQL: references in records that stand. */
export const currentReferences = referencesIn(currentView);

/** SQL: references in records of all sources, also of those that another took over from. */
export const latestReferences = referencesIn(latestTable);
