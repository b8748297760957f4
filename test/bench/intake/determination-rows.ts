import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { connectorOf } from '../../../connectors/generated/feed-index.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { generateDemoProvince, type ExportFile } from '../../../services/demo-province/commands.js';
import { createPeople } from '../../../services/demo-province/people.js';
import { createRandom } from '../../../services/demo-province/random.js';
import { spoolBody } from '../../../services/intake/reading/body-spool.js';
import { formatOf } from '../../../services/intake/reading/media-type.js';
import { openReader } from '../../../services/intake/reading/open-reader.js';
import type { ReadingLimits } from '../../../services/intake/reading/row-reader.js';

export type Cells = Record<string, string | null>;

/** As it was built: Node runs it in a process of its own. */
const xlsxWorker = join(projectRoot(), 'dist/services/intake/reading/workbook/workbook-worker.js');

const HR = 'human-resources';
export const FEED = 'injury-determination';
const YEARS = [2021, 2022, 2023, 2024, 2025];

/**
 * New determinations of a clean demo province, as many as wanted: beyond those that it has, they come round again under
 * other numbers and for other persons, since a person whom the ledger knows costs less than a new one.
 */
export async function* determinationRows(folder: string, wanted: number, limits: ReadingLimits): AsyncGenerator<Cells> {
  const scale = Math.min(1, Math.max(0.02, wanted / 50_000));
  const manifest = await generateDemoProvince({ folder, seed: 'bench', scale, years: YEARS, profile: 'clean' });
  const known: Cells[] = [];
  const seen = new Set<string>();
  for (const file of manifest.files.filter((one) => one.feed === FEED)) {
    for await (const cells of rowsOf(folder, file, limits)) {
      const number = cells['applicationNumber'] ?? '';
      if (cells['operation'] === '撤回' || cells['replacesRecordId'] || seen.has(number)) continue;
      seen.add(number);
      known.push(cells);
    }
  }
  const people = createPeople(createRandom('bench/people'), []);
  for (let at = 0; at < wanted; at += 1) {
    const round = Math.floor(at / known.length);
    const cells = known[at % known.length] ?? {};
    yield round === 0 ? cells : another(cells, round, people);
  }
}

async function* rowsOf(
  folder: string,
  { path, contentType }: ExportFile,
  limits: ReadingLimits,
): AsyncGenerator<Cells> {
  const feed = connectorOf(HR).feeds.find((one) => one.feed === FEED);
  if (!feed) throw new Error(`no feed ${FEED}`);
  const body = createReadStream(join(folder, path));
  const spool = await spoolBody(body, { folder: join(folder, 'spool'), limitBytes: limits.bodyBytes, gzip: false });
  try {
    const { rows } = openReader(spool, feed, { ...formatOf(contentType), limits, xlsxWorker });
    for await (const { cells } of rows()) yield cells;
  } finally {
    await spool.remove();
  }
}

/** Sex and birth date go with the number, so the certificate and they are left to the number alone. */
function another(cells: Cells, round: number, people: ReturnType<typeof createPeople>): Cells {
  const person = people.create({ maleShare: 0.8, bornFrom: 1984, bornTo: 2000, plain: true });
  people.taken();
  return {
    ...cells,
    applicationNumber: `${cells['applicationNumber'] ?? ''}R${round}`,
    ...{ workerName: person.name, workerCertificateType: '居民身份证', workerTelephone: person.telephone },
    ...{ workerCertificateNumber: person.certificateNumber, workerSex: null, workerBirthDate: null },
  };
}
