import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { json } from 'node:stream/consumers';
import { readClientCredential } from '../../../infra/http/client-key.js';
import { fetchToken } from '../../../infra/http/fetch-token.js';
import { wipeLocalStack } from '../../../infra/local-stack/local-stack.js';
import { sleep } from '../../../infra/process/sleep.js';
import { clerkOf } from '../../../services/cli/credentials/own-clients.js';
import { openInstallation, type Installation } from '../../../services/cli/installation.js';
import { prepare, startStack } from '../../../services/cli/main-job.js';
import { intakeName, serviceNames, servicePlan } from '../../../services/cli/service-plan.js';
import { rememberedPorts } from '../../../services/cli/service-ports.js';
import { superviseServices } from '../../../services/cli/service-processes.js';
import { timed, type Measured } from '../measured.js';
import { usageOf, watchMemory } from '../process-usage.js';
import { mapValues, stackPids } from '../stack-usage.js';
import { determinationRows, FEED } from './determination-rows.js';
import { secondsToCopy, secondsToParse } from './limits.js';

type Say = (line: string) => void;
type Options = { rows: number; batches: number };

const DEPARTMENT = 'human-resources';
/** The sources whose batches are taken side by side: one source's batches of a feed wait for each other. */
const SOURCES = ['hr-220100-determination', 'hr-220200-determination'];
const MiB = 1024 * 1024;
const LIMITS = {
  ...{ bodyBytes: 1024 * MiB, rowCharacters: 256 * 1024, rows: 2_000_000 },
  xlsx: { bodyBytes: 64 * MiB, inflatedBytes: 1024 * MiB, ratio: 200, memoryMiB: 1024, timeMs: 120_000 },
};

/** One connector service takes the rows, with every rule running, while its relay publishes them. */
export async function benchIntake({ rows, batches }: Options, say: Say): Promise<Measured> {
  const home = mkdtempSync(join(tmpdir(), 'hub-bench-'));
  try {
    const files = await writeBatches(home, rows, batches);
    say(`${rows} rows in ${files.length} files`);
    return await measure(home, files, rows, say);
  } finally {
    await wipeLocalStack(home);
    rmSync(home, { recursive: true, force: true });
  }
}

async function writeBatches(home: string, rows: number, batches: number): Promise<string[]> {
  const files = Array.from({ length: batches }, (_, at) => join(home, `${at}.ndjson`));
  const streams = files.map((file) => createWriteStream(file));
  const perFile = Math.ceil(rows / batches);
  let row = 0;
  for await (const cells of determinationRows(join(home, 'demo'), rows, LIMITS)) {
    const stream = streams[Math.floor(row / perFile)];
    row += 1;
    if (stream && !stream.write(`${JSON.stringify(cells)}\n`)) await once(stream, 'drain');
  }
  for (const stream of streams) {
    stream.end();
    await finished(stream);
  }
  return files;
}

async function measure(home: string, files: string[], rows: number, say: Say): Promise<Measured> {
  const installation = openInstallation({ HUB_HOME: home });
  const endpoints = await startStack(installation, { ...process.env, HUB_HOME: home }, () => undefined);
  const databases = await prepare(installation, endpoints);
  const ports = await rememberedPorts(installation.paths.ports, serviceNames());
  const name = intakeName(DEPARTMENT);
  const plan = servicePlan(installation, endpoints, databases, ports)
    .filter((service) => service.name === name)
    .map((service) => ({ ...service, env: { ...service.env, HUB_MAX_BODY_MIB: '1024', HUB_MAX_ROWS: '2000000' } }));
  const supervisor = await superviseServices(plan, { logs: installation.paths.logs, say });
  try {
    const pid = supervisor.pids()[name] ?? 0;
    const url = `http://127.0.0.1:${ports[name]?.http ?? 0}`;
    const token = await tokenOf(installation, endpoints.oidcIssuerUrl);
    const beside = await stackPids(home);
    const before = usageOf(pid);
    const cpuOf = () => ({ service: usageOf(pid).cpuSeconds, ...mapValues(beside, (one) => usageOf(one).cpuSeconds) });
    const from: Record<string, number> = cpuOf();
    const peak = watchMemory(pid);
    const sent = await timed(() => sendAll(url, token, files));
    const taken = mapValues(cpuOf(), (seconds, of) => seconds - (from[of] ?? 0));
    const published = await timed(() => untilPublished(ports[name]?.admin ?? 0));
    const peakMiB = peak();
    const parse = await secondsToParse(files);
    const copy = await secondsToCopy(files, databases.intake[DEPARTMENT] ?? '');
    const rate = rows / sent.seconds;
    return {
      title: `intake: ${rows} determinations, NDJSON over HTTP, one connector service`,
      figures: [
        { name: 'accepted', value: rate, unit: 'rows/s' },
        { name: 'published behind it', value: published.seconds, unit: 's after the last receipt' },
        { name: 'limit: JSON.parse of the lines', value: rows / parse, unit: 'rows/s' },
        { name: 'limit: COPY into one table', value: rows / copy, unit: 'rows/s' },
        { name: 'share of JSON.parse', value: rate / (rows / parse), unit: '' },
        { name: 'share of COPY', value: rate / (rows / copy), unit: '' },
        ...Object.entries(taken).map(([of, seconds]) => ({
          name: `CPU of ${of} until the last receipt`,
          value: (seconds * 1e6) / rows,
          unit: 'µs/row',
        })),
        { name: 'memory of the service before', value: before.residentMiB, unit: 'MiB' },
        { name: 'memory of the service at its peak', value: peakMiB, unit: 'MiB' },
      ],
    };
  } finally {
    await supervisor.stop();
  }
}

async function tokenOf({ clients }: Installation, issuerUrl: string): Promise<string> {
  const client = clients.find(({ clientId }) => clientId === clerkOf(DEPARTMENT));
  if (!client) throw new Error('the installation has no such clerk');
  return (await fetchToken(issuerUrl, readClientCredential(client.keyFile))).token;
}

/** A lane a source, each its own files one after another. */
async function sendAll(url: string, token: string, files: readonly string[]): Promise<void> {
  const lanes = SOURCES.map(async (source, lane) => {
    for (const file of files.filter((_, at) => at % SOURCES.length === lane)) await send(url, token, source, file);
  });
  await Promise.all(lanes);
}

type Receipt = { rows: { submitted: number; new: number } };

async function send(url: string, token: string, source: string, file: string): Promise<void> {
  const post = request(`${url}/v1/feeds/${FEED}/batches?source=${source}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
  });
  const answered = once(post, 'response');
  await pipeline(createReadStream(file), post);
  const [response] = (await answered) as [IncomingMessage];
  const receipt = (await json(response)) as Receipt;
  if (response.statusCode !== 202) throw new Error(`${response.statusCode}: ${JSON.stringify(receipt)}`);
  if (receipt.rows.new !== receipt.rows.submitted)
    throw new Error(`not all rows are new: ${JSON.stringify(receipt.rows)}`);
}

async function untilPublished(adminPort: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${adminPort}/readyz`);
    const { outboxBacklog } = (await answer.json()) as { outboxBacklog?: number };
    if (outboxBacklog === 0) return;
    await sleep(200);
  }
}
