import type { Planted } from '../faults/planting.js';
import type { Random } from '../random.js';
import type { ExportRow } from './export-row.js';

/** The row with the fault of its record in it, if the record has one. */
export function spoiled(random: Random, row: ExportRow, fault: Planted<unknown>['fault']): ExportRow {
  if (fault === null) return row;
  const { cells, cellsTooMany } = fault.spoil(row.cells, random);
  const key = KEYS[row.statement.feed];
  const keyLost = key in cells && cells[key] === null;
  return {
    ...row,
    cells: { ...row.cells, ...cells },
    ...(cellsTooMany === undefined ? {} : { cellsTooMany }),
    recordId: keyLost ? null : row.recordId,
    fault: fault.fault,
  };
}

const KEYS = {
  'occupational-disease': 'reportCardNumber',
  'work-safety-accident': 'accidentNumber',
  'injury-determination': 'applicationNumber',
} as const;
