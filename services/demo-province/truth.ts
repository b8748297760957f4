import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { PlannedFile } from './exports/export-row.js';
import type { Cell } from './exports/cell.js';
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
  readonly person: number | null;
  readonly employer: number | null;
  readonly accident: number | null;
  readonly story: string;
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

export function* truthLines(files: readonly PlannedFile[]): Generator<TruthLine> {
  for (const file of files) {
    for (const [i, row] of file.rows.entries()) {
      const { recordId, fault, kind, operation, basis, world } = row;
      const { path, sourceId, feed } = file;
      yield { file: path, row: i + 1, sourceId, feed, recordId, fault, kind, operation, basis, ...world };
    }
  }
}

export function* writtenIdentities(
  people: readonly Person[],
  files: readonly PlannedFile[],
): Generator<WrittenIdentity> {
  for (const { index, name, certificateNumber, telephone } of people) {
    yield { person: index, name, number: certificateNumber, telephone, written: 'right' };
  }
  const rows = files.flatMap((file) => file.rows);
  for (const { world, cells } of rows) {
    const person = world.person === null ? undefined : people[world.person];
    const number = plainNumber(cells['workerCertificateNumber'] ?? null);
    if (!person || number === null || number.toUpperCase() === person.certificateNumber) continue;
    yield { person: person.index, name: person.name, number, telephone: person.telephone, written: 'faulty' };
  }
}

function plainNumber(cell: Cell): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  return 'number' in cell ? String(cell.number) : null;
}

export async function writeLines(path: string, lines: Iterable<unknown>): Promise<void> {
  const stream = createWriteStream(path);
  for (const line of lines) {
    if (!stream.write(`${JSON.stringify(line)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}
