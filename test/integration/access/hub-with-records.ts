import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../infra/process/project-root.js';
import { indicatorIds } from '../../../schemas/indicators/indicator.js';
import { HR_BUREAU, sourceClientOf } from '../../../services/cli/credentials/own-clients.js';
import { openInstallation, type Installation } from '../../../services/cli/installation.js';
import { clientOf, readRunningHub, type RunningHub } from '../../../services/cli/running-hub.js';
import { waitUntil } from '../../stack/fixtures.js';
import { startHubUnderTest, type HubUnderTest } from '../cli/hub-under-test.js';
import { OTHER, OWN, SIBLING, type Subject } from './asked.js';

type Place = typeof OWN | typeof SIBLING | typeof OTHER;
/** The column that names a record, by feed. */
const RECORD_ID: Readonly<Record<string, string>> = {
  'occupational-disease': 'reportCardNumber',
  'work-safety-accident': 'accidentNumber',
};

export type HubWithRecords = {
  hub: HubUnderTest;
  running: RunningHub;
  installation: Installation;
  /** In the order of the matrix: own source, another of the department, another department's. */
  subjects: readonly [Subject, Subject, Subject];
};

/** A hub with one record of each source in its dataset. */
export async function startHubWithRecords(): Promise<HubWithRecords> {
  const hub = await startHubUnderTest({ HTTP_REQUESTS_PER_MINUTE: '100000' }, layOutSources);
  const installation = openInstallation(hub.env);
  const running = readRunningHub(hub.home);
  const sent = async (place: Place) => submit(hub.home, installation, running, place);
  const subjects = [await sent(OWN), await sent(SIBLING), await sent(OTHER)] as const;
  const bureau = clientOf(running, installation.clients, HR_BUREAU);
  for (const { eventType, sourceId } of subjects) {
    const url = `${running.queryApiUrl}/v1/records/${eventType}?sourceId=${sourceId}`;
    await waitUntil(
      `the record of ${sourceId} is in the dataset`,
      async () => (await bureau.get<{ records: unknown[] }>(url)).records.length === 1,
      90_000,
    );
  }
  return { hub, installation, running, subjects };
}

function layOutSources(home: string): void {
  mkdirSync(join(home, 'config'), { recursive: true });
  const places = [
    OWN,
    SIBLING,
    OTHER,
    { sourceId: 'hr-any', department: 'human-resources', feed: 'injury-determination' },
  ];
  const sources = places.map(({ sourceId, department, feed }) => ({
    ...{ sourceId, department, reportingUnit: '220000', name: `${sourceId}（示例）`, validFrom: '2016-01-01' },
    eventTypes: [feed, 'period-statement'],
    keys: [{ keyId: 'test', key: Buffer.alloc(32, sourceId).toString('base64') }],
  }));
  writeFileSync(join(home, 'config', 'sources.json'), JSON.stringify(sources), { mode: 0o600 });
}

async function submit(
  home: string,
  installation: Installation,
  running: RunningHub,
  { sourceId, department, feed }: Place,
): Promise<Subject> {
  const sample = join(projectRoot(), 'connectors', department, feed, 'samples', 'valid.json');
  const { row } = JSON.parse(readFileSync(sample, 'utf8')) as { row: Record<string, unknown> };
  const recordId = `ACCESS-${sourceId}`;
  row[RECORD_ID[feed] ?? ''] = recordId;
  const file = join(home, `${sourceId}.ndjson`);
  writeFileSync(file, JSON.stringify(row));
  const door = `${running.intakeUrls[department] ?? ''}/v1/feeds/${feed}/batches?source=${sourceId}`;
  const client = clientOf(running, installation.clients, sourceClientOf(sourceId));
  const { batchId } = await client.postFile<{ batchId: string }>(door, file, 'application/x-ndjson');
  const [indicatorId = ''] = indicatorIds();
  return { sourceId, department, feed, eventType: feed, recordId, batchId, row, indicatorId };
}
