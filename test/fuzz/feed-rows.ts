import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Feed } from '../../connectors/connector.js';
import { projectRoot } from '../../infra/process/project-root.js';
import { residentNumber } from '../../services/demo-province/people.js';
import type { Random } from '../../services/demo-province/random.js';
import type { Row } from '../integration/intake/sample-files.js';
import type { Target } from './fuzz-case.js';

/** So rare that nobody but us says it: where it turns up, it came from a row. */
export const RARE_NAME = '龘靐';

export async function sampleOf({ department, feed }: Target): Promise<Row> {
  const file = join(projectRoot(), 'connectors', department, feed.feed, 'samples', 'valid.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { row: Row }).row;
}

/** Valid rows of records and persons of their own. */
export function freshRows(feed: Feed, sample: Row, random: Random, label: string, count: number): Row[] {
  return Array.from({ length: count }, (_, at) => ({
    ...sample,
    ...ownNumber(feed, sample, `${label}-${at}`),
    ...ownPerson(sample, random),
  }));
}

/** A statement's number is made of what it states, so all cases state the same. */
function ownNumber({ feed, columns }: Feed, sample: Row, label: string): Row {
  const key = columns[0]?.key ?? '';
  return feed === 'period-statement' ? {} : { [key]: `${sample[key] ?? ''}-${label}` };
}

/** Sex and birth date are told by the number. */
function ownPerson(sample: Row, random: Random): Row {
  if (!('workerName' in sample)) return {};
  const two = (from: number, to: number) => String(random.int(from, to)).padStart(2, '0');
  const birth = `19${two(65, 99)}-${two(1, 12)}-${two(1, 28)}` as Parameters<typeof residentNumber>[1];
  return {
    workerName: RARE_NAME + random.pick([...'甲乙丙丁戊己庚辛']),
    workerCertificateNumber: residentNumber('220104', birth, two(0, 99) + two(0, 99).slice(1)),
    workerTelephone: `139${two(0, 99)}${two(0, 99)}${two(0, 99)}${two(0, 99)}`,
    ...{ workerSex: null, workerBirthDate: null },
  };
}

export function personalValues(rows: readonly Row[]): string[] {
  const keys = ['workerName', 'workerCertificateNumber', 'workerTelephone'];
  return rows.flatMap((row) => keys.flatMap((key) => row[key] ?? []));
}
