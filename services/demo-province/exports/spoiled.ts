import type { Fault } from '../faults/fault.js';
import type { Random } from '../random.js';
import type { ExportRow } from './export-row.js';

/** A record of the world, and what its clerk did wrong, if anything. Faulty records are extra ones, with keys of their own. */
export type Planted<T> = { readonly of: T; readonly fault: PlantedFault | null };

type PlantedFault = Pick<Fault<unknown>, 'fault' | 'spoil'>;

/** The row with the fault of its record in it, if the record has one. */
export function spoiled(random: Random, row: ExportRow, fault: PlantedFault | null): ExportRow {
  if (fault === null) return row;
  const { cells, cellsTooMany } = fault.spoil(row.cells, random);
  const key = KEYS[row.statement.feed];
  const spoiltKey = cells[key];
  return {
    ...row,
    cells: { ...row.cells, ...cells },
    rightCells: row.cells,
    ...(cellsTooMany === undefined ? {} : { cellsTooMany }),
    recordId: typeof spoiltKey === 'string' || spoiltKey === null ? spoiltKey : row.recordId,
    fault: fault.fault,
  };
}

const KEYS = {
  'occupational-disease': 'reportCardNumber',
  'work-safety-accident': 'accidentNumber',
  'accident-casualty': 'casualtyNumber',
  'injury-determination': 'applicationNumber',
  'employer-enrolment': 'enrolmentNumber',
  'period-statement': 'statementNumber',
} as const;
