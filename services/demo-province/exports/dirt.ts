import type { DirtKind, DirtProfile } from '../profile.js';
import type { Random } from '../random.js';
import type { Cell, Cells } from './cell.js';
import { dayText } from './cell-text.js';
import type { DayStyle, ExportRow } from './export-row.js';

type Mess = { readonly kind: DirtKind; readonly make: (cells: Cells, row: ExportRow, random: Random) => Cells };

/** In this order: what stands in a cell first, then how it is written. */
const MESSES: readonly Mess[] = [
  { kind: 'personEmployerMasked', make: masked },
  { kind: 'employerIdMissing', make: withoutId },
  { kind: 'bracketedSuffix', make: suffixed },
  { kind: 'mixedDates', make: (cells, _row, random) => mapped(cells, (cell) => datedOtherwise(cell, random)) },
  { kind: 'fullWidth', make: (cells) => onKeys(cells, IDENTIFIERS, fullWidth) },
  { kind: 'straySpaces', make: spaced },
];

const EMPLOYER_IDS = ['employerUscc', 'hostEmployerUscc'];
const IDENTIFIERS = [...EMPLOYER_IDS, 'workerCertificateNumber', 'workerTelephone'];
const NAMES = ['employerName', 'hostEmployerName', 'workerName'];
/** As registers print them behind a name. */
const SUFFIXES = ['（分公司）', '（已更名）', '(总部)', '（项目部）', '（筹）'];

/**
 * A right row as an untidy office writes it: all versions of a record alike. Rows with a fault stay as they are, so that
 * the fault is the only thing wrong with them.
 */
export function dirtied(random: Random, row: ExportRow, profile: DirtProfile): ExportRow {
  if (row.fault !== null) return row;
  const own = random.fork(`${row.statement.feed}/${row.recordId}`);
  const dirt = row.personEmployer ? [...row.dirt, 'personEmployer' as const] : [...row.dirt];
  let cells = row.cells;
  for (const { kind, make } of MESSES) {
    // Drawn whether or not it can be made: the share is one of all rows.
    if (!own.chance(profile.shares[kind])) continue;
    const made = make(cells, row, own);
    if (made === cells) continue;
    cells = made;
    dirt.push(kind);
  }
  return { ...row, cells, dirt };
}

/** 王建国 as 王**, without his number: nobody can tell who it is. */
function masked(cells: Cells, row: ExportRow): Cells {
  const name = cells['employerName'];
  if (!row.personEmployer || typeof name !== 'string') return cells;
  return { ...cells, employerName: `${name.slice(0, 1)}**`, employerUscc: null };
}

/** A person's number stays: with it the name must be sealed, and without it nobody could know. */
function withoutId(cells: Cells, row: ExportRow): Cells {
  const isRegister = row.statement.feed === 'employer-enrolment';
  if (isRegister || row.personEmployer) return cells;
  const present = EMPLOYER_IDS.filter((key) => (cells[key] ?? null) !== null);
  return present.length === 0 ? cells : { ...cells, ...Object.fromEntries(present.map((key) => [key, null])) };
}

function suffixed(cells: Cells, row: ExportRow, random: Random): Cells {
  const suffix = random.pick(SUFFIXES);
  return row.personEmployer ? cells : onKeys(cells, ['employerName'], (name) => name + suffix);
}

/** Spaces around and, between Chinese characters, inside: half-width or ideographic. */
function spaced(cells: Cells, _row: ExportRow, random: Random): Cells {
  const space = random.pick([' ', '\u3000', '  ']);
  const around = onKeys(cells, [...NAMES, ...IDENTIFIERS], (text) =>
    random.chance(0.5) ? space + text : text + space,
  );
  return onKeys(around, ['workerName'], (name) => name.replace(/(?<=\p{Script=Han})(?=\p{Script=Han})/u, space));
}

const STYLES: readonly DayStyle[] = ['dashes', 'slashes', 'characters', 'digits'];

/** Typed by hand, each date in a shape of its own. */
function datedOtherwise(cell: Cell, random: Random): Cell {
  if (cell === null || typeof cell === 'string') return cell;
  if ('day' in cell) return dayText(cell.day, random.pick(STYLES));
  if (!('moment' in cell)) return cell;
  const [day = '', time = ''] = cell.moment.split(' ');
  return `${dayText(day, random.pick(STYLES))} ${time}${random.pick(['', ':00'])}`;
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
}

function mapped(cells: Cells, change: (cell: Cell) => Cell): Cells {
  return Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, change(cell)]));
}

/** The same cells where nothing was there to change. */
function onKeys(cells: Cells, keys: readonly string[], change: (text: string) => string): Cells {
  const changed = keys.flatMap((key) => {
    const cell = cells[key] ?? null;
    return typeof cell === 'string' ? [[key, change(cell)] as const] : [];
  });
  return changed.length === 0 ? cells : { ...cells, ...Object.fromEntries(changed) };
}
