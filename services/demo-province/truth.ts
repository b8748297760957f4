import type { ExportRow, PlannedFile } from './exports/export-row.js';
import type { Cell } from './exports/cell.js';
import type { Statement } from './exports/statement.js';
import type { Person } from './people.js';

/** One line a row of every file, in the order of the files; row 1 is the first below the headings. */
export type TruthLine = {
  readonly file: string;
  readonly row: number;
  readonly sourceId: string;
  readonly feed: string;
  readonly recordId: string | null;
  readonly fault: string | null;
  readonly kind: string;
  readonly operation: string;
  /** Orders the versions of one record (asOf, change time or version number); compares as text. */
  readonly basis: string;
  /** Kinds of dirt in the cells, which the hub has to take in its stride. */
  readonly dirt: readonly string[];
  /** What happened: records of one event have it in common, also under two numbers. */
  readonly event: string;
  readonly person: number | null;
  readonly employer: number | null;
  readonly accident: number | null;
  readonly story: string;
  readonly says: Statement;
};

/** A clear identity as it stands in some file, right or spoilt: none of it may be found outside the departments. */
export type WrittenIdentity = {
  readonly person: number;
  readonly name: string;
  readonly number: string | null;
  readonly telephone: string;
  /** As it should be, or as a clerk misspelt it. */
  readonly written: 'right' | 'faulty';
};

export function truthLine(file: PlannedFile, { world, ...row }: ExportRow, number: number): TruthLine {
  const { recordId, fault, kind, operation, basis, dirt, statement: says } = row;
  const { path, sourceId, feed } = file;
  return { file: path, row: number, sourceId, feed, recordId, fault, kind, operation, basis, dirt, ...world, says };
}

/** Of people that were made since the last file. */
export function rightIdentities(people: readonly Person[]): WrittenIdentity[] {
  return people.map(({ index, name, certificateNumber, telephone }) => ({
    person: index,
    name,
    number: certificateNumber,
    telephone,
    written: 'right',
  }));
}

/** A number that a fault has spoilt. */
export function faultyIdentity({ person, fault, cells }: ExportRow): WrittenIdentity[] {
  const number = plainNumber(cells['workerCertificateNumber'] ?? null);
  if (person === null || fault === null || number === null) return [];
  if (number.toUpperCase() === person.certificateNumber) return [];
  return [{ person: person.index, name: person.name, number, telephone: person.telephone, written: 'faulty' }];
}

function plainNumber(cell: Cell): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  return 'number' in cell ? String(cell.number) : null;
}
