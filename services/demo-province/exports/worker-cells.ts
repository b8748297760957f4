import type { Person } from '../people.js';
import { dayCell, type Cells } from './cell.js';

/**
 * Who it is, as far as the clerk knew: of a person that was not identified, name and sex only.
 *
 * @param written how the system writes type and sex: codes or names
 */
export function workerCells(
  person: Person,
  identified: boolean,
  written: { certificateType: string | null; sex: string | null },
): Cells {
  const known = { workerName: person.name, workerCertificateType: written.certificateType, workerSex: written.sex };
  if (!identified) return known;
  return {
    ...known,
    workerCertificateNumber: person.certificateNumber,
    workerBirthDate: dayCell(person.birthDate),
    workerTelephone: person.telephone,
  };
}
