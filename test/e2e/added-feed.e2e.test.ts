import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectors } from '../../connectors/generated/feed-index.js';
import { wipeLocalStack } from '../../infra/local-stack/local-stack.js';
import type { HubClient } from '../../services/cli/hub-client.js';
import { clerkOf, HR_BUREAU } from '../../services/cli/credentials/own-clients.js';
import { openInstallation } from '../../services/cli/installation.js';
import { writePrivateJson } from '../../services/cli/private-file.js';
import { clientOf, readRunningHub, type RunningHub } from '../../services/cli/running-hub.js';
import type { Receipt } from '../../services/cli/submit-exports.js';
import { waitUntil } from '../stack/fixtures.js';
import { addFolders, copyCheckout, type Checkout } from './added-feed-checkout.js';
import { startHub, type StartedHub } from './added-feed-hub.js';

/*
 * CONTRIBUTING.md says that a feed is added by adding folders. Here it is done: a copy of this checkout, the folders
 * beside this file, `npm run generate`, and one record from the department's door to the query API.
 */

const DEPARTMENT = 'human-resources';
const FEED = 'capacity-appraisal';
const SOURCE = 'hr-capacity-appraisal';

const here = dirname(fileURLToPath(import.meta.url));
const folders = join(here, 'added-feed');
const samples = join(folders, 'connectors', DEPARTMENT, FEED, 'samples');

const place = mkdtempSync(join(tmpdir(), 'added-feed-'));
const home = join(place, 'home');
let checkout: Checkout | undefined;
let hub: StartedHub | undefined;

beforeAll(async () => {
  // PostgreSQL may run under another user, who has to pass through.
  chmodSync(place, 0o755);
  checkout = await copyCheckout(join(here, '..', '..'), join(place, 'checkout'));
  addFolders(checkout, folders);
  await checkout.run('npm', ['run', '--silent', 'generate']);
  await checkout.run('npm', ['run', '--silent', 'hub', '--', 'schemas', 'release']);
}, 120_000);

afterAll(async () => {
  try {
    await hub?.stop();
    await wipeLocalStack(home);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}, 120_000);

/** The source file of a hub: the system that sends the new feed, and one for each department that there is. */
function writeSources(): void {
  const sourceOf = (sourceId: string, department: string, eventTypes: readonly string[]) => ({
    ...{ sourceId, department, eventTypes, reportingUnit: '220000', name: sourceId, validFrom: '2022-01-01' },
    keys: [{ keyId: 'test-1', key: Buffer.alloc(32, sourceId).toString('base64') }],
  });
  writePrivateJson(join(home, 'config', 'sources.json'), [
    sourceOf(SOURCE, DEPARTMENT, [FEED]),
    ...connectors.map(({ department, feeds }) =>
      sourceOf(
        `${department}-system`,
        department,
        feeds.map(({ eventType }) => eventType),
      ),
    ),
  ]);
}

function callersOf(running: RunningHub): { clerk: HubClient; reader: HubClient } {
  const { clients } = openInstallation({ HUB_HOME: home });
  return { clerk: clientOf(running, clients, clerkOf(DEPARTMENT)), reader: clientOf(running, clients, HR_BUREAU) };
}

describe('a feed that is added as folders', () => {
  it('changes generated files alone', async () => {
    expect(await checkout?.changedFiles()).toEqual([
      'connectors/generated/feed-index.ts',
      'docs/data-dictionary.md',
      'schemas/code-lists/event-type.json',
      'schemas/generated/contract-index.ts',
      'schemas/generated/event-types.ts',
    ]);
    const added = (await checkout?.newFiles()) ?? [];
    const release = `schemas/released/${FEED}/1.0.0.json`;
    const own = [`connectors/${DEPARTMENT}/${FEED}/`, `schemas/events/${FEED}/`];
    expect(added).toContain(release);
    expect(added.filter((file) => file !== release && !own.some((folder) => file.startsWith(folder)))).toEqual([]);
  });

  it('is in the data dictionary, with its fields', () => {
    const dictionary = readFileSync(join(checkout?.folder ?? '', 'docs', 'data-dictionary.md'), 'utf8');
    for (const text of ['劳动能力鉴定', FEED, '鉴定结论书编号', 'CAP_DETERMINATION_MISSING']) {
      expect(dictionary).toContain(text);
    }
  });

  it('is held to the tests of contracts and feeds', async () => {
    const tests = ['--testPathPatterns', 'connectors/feeds', 'schemas/record-check'];
    const jest = join('node_modules', 'jest', 'bin', 'jest.js');
    const cache = ['--cacheDirectory', join(place, 'jest-cache')];
    await checkout?.run(process.execPath, [jest, '--selectProjects', 'unit', ...cache, ...tests], {
      NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
      HUB_TEST_COUNTS: '',
    });
  }, 60_000);

  it('brings a record from the door of its department to the query API', async () => {
    if (!checkout) throw new Error('there is no copy');
    writeSources();
    hub = await startHub(checkout, home);
    const running = readRunningHub(home);
    const { clerk, reader } = callersOf(running);

    const file = join(place, 'batch.json');
    const { row } = JSON.parse(readFileSync(join(samples, 'valid.json'), 'utf8')) as { row: object };
    writeFileSync(file, JSON.stringify([row]));
    const door = `${running.intakeUrls[DEPARTMENT] ?? ''}/v1/feeds/${FEED}/batches?source=${SOURCE}`;
    const receipt = await clerk.postFile<Receipt>(door, file, 'application/json');
    expect(receipt).toMatchObject({ feed: FEED, rows: { submitted: 1, new: 1, rejected: 0 }, findings: [] });

    const records = await waitUntil('the query API has the record', async () => {
      const page = await reader.get<{ records: object[] }>(`${running.queryApiUrl}/v1/records/${FEED}`);
      return page.records.length > 0 && page.records;
    });
    expect(records).toEqual([
      expect.objectContaining({
        sourceId: SOURCE,
        recordId: 'JD-220100-2024-00087',
        operation: 'ASSERT',
        period: '2024-09',
        payload: {
          appraisalNumber: 'JD-220100-2024-00087',
          determinationNumber: '长人社工认字〔2024〕321号',
          appraisalType: 'INITIAL',
          division: '220100',
          worker: { identityRef: expect.stringMatching(/^[0-9a-f]{64}$/) as string, birthYear: 1985, sex: '1' },
          grade: '7',
          appraisedOn: '2024-09-12',
        },
        names: { appraisalType: '初次鉴定', division: '长春市', 'worker.sex': '男性', grade: '7级' },
      }),
    ]);
  }, 180_000);
});
