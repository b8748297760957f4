import type { CopyColumn } from '../../infra/postgres/copy-rows.js';
import type { EventContract, PayloadField } from '../../schemas/contract.js';
import { valueAt } from '../../schemas/payload-value.js';
import type { DatasetEvent } from './dataset-event.js';
import type { WrittenColumn } from './unnest.js';
import { versionColumns } from './version-columns.js';

const copiedTypes = {
  ...{ string: 'text', int: 'int', long: 'bigint', double: 'float8', boolean: 'boolean', date: 'date' },
  'timestamp-millis': 'timestamptz',
} as const satisfies Record<PayloadField['avroType'], CopyColumn<DatasetEvent>['type']>;

function payloadColumn({ avroType, column, path }: PayloadField): WrittenColumn<DatasetEvent> {
  const [first = '', second, ...deeper] = path.split('.');
  // Payloads are as their schema says, so that the usual short path is looked up plainly.
  const of = ({ payload }: DatasetEvent) => {
    if (payload === null) return null;
    if (deeper.length > 0) return valueAt(payload, path);
    const value = (payload as Record<string, unknown>)[first];
    return second === undefined || value === null ? value : (value as Record<string, unknown>)[second];
  };
  // What the contract's schema gives of this Avro type is what its column takes.
  return { name: column, type: copiedTypes[avroType], of } as WrittenColumn<DatasetEvent>;
}

const columnsByContract = new WeakMap<EventContract, readonly WrittenColumn<DatasetEvent>[]>();

/** Columns of the table of a type's records: what the version says of itself, then its payload. */
export function latestColumns(contract: EventContract): readonly WrittenColumn<DatasetEvent>[] {
  const known = columnsByContract.get(contract);
  if (known) return known;
  const columns = [...versionColumns, ...contract.fields.map(payloadColumn)];
  columnsByContract.set(contract, columns);
  return columns;
}
