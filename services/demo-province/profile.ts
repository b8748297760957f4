import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How dirty the exports are; one file each in `profiles/`. */
export type ProfileName = 'clean' | 'default' | 'stress';

/** Kinds of dirt that the hub has to take in its stride: rows with it are right rows. */
export type DirtKind =
  /** No credit code. Not in enrolments, which are the register of codes. */
  | 'employerIdMissing'
  /** A natural person hires: name and identity number stand where a firm's name and code would. */
  | 'personEmployer'
  /** Of those: the name is masked (王**) and the number left out. */
  | 'personEmployerMasked'
  /** One event under two numbers. */
  | 'eventTwice'
  /** Of the worker only name and sex are known: neither number nor birth date nor telephone. */
  | 'workerNumberMissing'
  | 'fullWidth'
  | 'mixedDates'
  | 'straySpaces'
  | 'bracketedSuffix';

export type DirtProfile = {
  readonly description: string;
  /** Share of the rows (of events, of persons' employers) that have each kind, 0 to 1. */
  readonly shares: Readonly<Record<DirtKind, number>>;
  /** Share of the rows of bureau and accident lists whose credit code has a wrong check character; these are rejected. */
  readonly wrongCheckDigit: number;
  /** About how many wrong rows in the three feeds of first light, at any scale. */
  readonly wrongRows: number;
  /** Wrong rows of each kind at 1:1; 2 where the scale makes fewer of it, none where it is 0. */
  readonly wrongRowsOfEachKind: number;
};

export const PROFILE_NAMES: readonly ProfileName[] = ['clean', 'default', 'stress'];

export function readProfile(name: ProfileName): DirtProfile {
  return JSON.parse(readFileSync(join(profilesFolder(), `${name}.json`), 'utf8')) as DirtProfile;
}

/** Beside this file in the source tree; compiled code runs from `dist/`, where JSON files are not copied to. */
function profilesFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'services/demo-province/profiles');
  }
  throw new Error(
    `Demo province: no package.json in ${start} or above it; ship services/demo-province/profiles with it.`,
  );
}
