import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { readClientCredential } from '../../infra/http/client-key.js';
import { fetchToken } from '../../infra/http/fetch-token.js';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { clerkOf, HR_BUREAU } from '../../services/cli/credentials/own-clients.js';
import { kafkaOf, registryOf } from '../../services/cli/main-job.js';
import { clientOf } from '../../services/cli/running-hub.js';
import type { Submitted } from '../../services/cli/submit-exports.js';
import type { HubUnderTest } from './hub-under-test.js';
import type { PersonalDataScan } from './personal-data-scan.js';
import { decoded, readTopics } from './topic-contents.js';

/** Topics as bytes and decoded, keys and headers too. @returns the number of records by topic */
export async function scanTopics(
  hub: HubUnderTest,
  scan: PersonalDataScan,
  topics: readonly string[],
): Promise<Map<string, number>> {
  const { endpoints } = hub.running();
  const [kafka, registry] = [kafkaOf(endpoints), registryOf(endpoints)];
  const counts = new Map<string, number>(topics.map((topic) => [topic, 0]));
  for (const { topic, key, value, headers } of await readTopics(kafka, topics)) {
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
    scan.value(`${topic} key`, key);
    scan.value(`${topic} headers`, headers);
    if (value === null) continue;
    scan.bytes(`${topic} bytes`, value);
    if (!topic.includes('.planted.')) scan.value(`${topic} decoded`, await decoded(registry, value));
  }
  return counts;
}

/** Logs of the services and of the stack, URLs in them included, and what the commands said. */
export function scanLogs(hub: HubUnderTest, scan: PersonalDataScan): string[] {
  const folders = [join(hub.home, 'logs'), join(hub.home, 'stack', 'logs')];
  const files = folders.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  for (const file of files) scanLines(scan, file, readFileSync(file));
  return files;
}

function scanLines(scan: PersonalDataScan, file: string, bytes: Buffer): void {
  scan.bytes(file, bytes);
  for (const line of bytes
    .toString('utf8')
    .split('\n')
    .filter((each) => each.startsWith('{'))) {
    scan.value(file, parsed(line));
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

export async function scanRegistry(hub: HubUnderTest, scan: PersonalDataScan): Promise<number> {
  const { schemaRegistryUrl } = hub.running().endpoints;
  const subjects = (await (await fetch(`${schemaRegistryUrl}/subjects`)).json()) as string[];
  for (const subject of subjects) {
    const answer = await fetch(`${schemaRegistryUrl}/subjects/${encodeURIComponent(subject)}/versions/latest`);
    const { schema } = (await answer.json()) as { schema: string };
    scan.value(`registry ${subject}`, [subject, JSON.parse(schema)]);
  }
  return subjects.length;
}

/** Receipts, rows and rejects of these batches, as the department gets them. */
export async function scanReceipts(
  hub: HubUnderTest,
  scan: PersonalDataScan,
  sent: readonly Submitted[],
): Promise<void> {
  const running = hub.running();
  for (const { department, receipt } of sent) {
    const client = clientOf(running, hub.installation().clients, clerkOf(department));
    const batch = `${running.intakeUrls[department] ?? ''}/v1/batches/${receipt.batchId}`;
    for (const part of ['', '/records?limit=1000', '/rejects?limit=1000']) {
      scan.value(`receipt ${part}`, await client.get(`${batch}${part}`));
    }
  }
}

/**
 * Records page by page, some with all their versions and links, books, sources, statements, gaps, figures with their rows,
 * and the description.
 */
export async function scanQueryApi(hub: HubUnderTest, scan: PersonalDataScan, year: number): Promise<number> {
  const { queryApiUrl } = hub.running();
  const client = clientOf(hub.running(), hub.installation().clients, HR_BUREAU);
  const get = async <T>(path: string): Promise<T> => {
    const answer = await client.get<T>(`${queryApiUrl}${path}`);
    scan.value(`GET ${path}`, answer);
    return answer;
  };
  let records = 0;
  for (const { eventType } of eventContracts) {
    for (let next: string | null = ''; next !== null;) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const page = await get<RecordPage>(`/v1/records/${eventType}?limit=500&includeRetracted=true${cursor}`);
      for (const { sourceId, recordId } of page.records.slice(0, 10)) {
        await get(`/v1/records/${eventType}/${sourceId}/${recordId}`);
        const record = new URLSearchParams({ eventType, sourceId, recordId });
        await get(`/v1/links?${record.toString()}`);
      }
      records += page.records.length;
      next = page.next;
    }
  }
  for (const path of ['/v1/balance', '/v1/progress', '/v1/sources', '/v1/event-types', '/openapi.json'])
    await get(path);
  await get('/v1/period-statements');
  const { gaps } = await get<{ gaps: { id: string }[] }>('/v1/gaps');
  for (const { id } of gaps) {
    for (let next: string | null = ''; next !== null;) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      next = (await get<{ next: string | null }>(`/v1/gaps/${id}?limit=500${cursor}`)).next;
    }
  }
  const { indicators } = await get<{ indicators: { id: string }[] }>('/v1/indicators');
  for (const { id } of indicators) {
    await get(`/v1/indicators/${id}?year=${year}`);
    await get(`/v1/indicators/${id}/records?year=${year}`);
  }
  return records;
}

type RecordPage = { records: { sourceId: string; recordId: string }[]; next: string | null };

/** Every table of these databases, binary columns as bytes. @returns the number of rows looked at */
export async function scanDatabases(urls: readonly string[], scan: PersonalDataScan): Promise<number> {
  let rowsSeen = 0;
  for (const connectionString of urls) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      const { rows: tables } = await client.query<{ name: string }>(
        `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
         WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
      );
      for (const { name } of tables) {
        const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${name}`);
        rowsSeen += rows.length;
        for (const row of rows) scan.value(`${new URL(connectionString).pathname} ${name}`, row);
      }
    } finally {
      await client.end();
    }
  }
  return rowsSeen;
}

/** What a clerk does who does not mind where a person's data go. Nothing of it is kept (`dryRun`). */
export type Clumsiness = { name: string; number: string; telephone: string; line: Buffer; wrongFile: Buffer };

/** Answers of doors to requests that hold personal data where none is expected. @returns the statuses met */
export async function scanProblems(hub: HubUnderTest, scan: PersonalDataScan, clumsy: Clumsiness): Promise<number[]> {
  const { intakeUrls, queryApiUrl } = hub.running();
  const { name, number, telephone, line, wrongFile } = clumsy;
  const door = `${intakeUrls['health-commission'] ?? ''}/v1/feeds/occupational-disease/batches`;
  const source = 'source=hc-jilin-disease-reports';
  const json = JSON.stringify([{ [number]: name, workerTelephone: telephone }]);
  const asked = [
    ask(hub, `${door}?${source}&dryRun=true`, 'text/csv', line),
    ask(hub, `${door}?${source}&dryRun=true`, 'text/csv', Buffer.concat([line, line])),
    ask(hub, `${door}?${source}&dryRun=true`, 'application/json', json),
    ask(hub, `${door}?${source}&dryRun=true`, 'application/json', json.slice(0, -3)),
    ask(hub, `${door}?${source}&dryRun=true`, 'application/x-ndjson', `{"workerName":"${name}","number":${number}\n`),
    ask(
      hub,
      `${door}?${source}&dryRun=true`,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      line,
    ),
    ask(hub, `${door}?${source}&atomic=true`, 'text/csv', wrongFile),
    ask(hub, `${door}?source=${number}&dryRun=true`, 'text/csv', line),
    ask(hub, `${door}?${source}&asOf=${telephone}`, 'text/csv', line),
    ask(hub, `${door}?${source}&mode=${encodeURIComponent(name)}`, 'text/csv', line),
    ask(hub, `${door.replace('occupational-disease', number)}?${source}`, 'text/csv', line),
    ask(hub, `${door}?${source}`, `text/${number}`, line),
    ...[
      `/v1/records/${encodeURIComponent(name)}`,
      `/v1/records/injury-determination?division=${number}`,
      `/v1/records/injury-determination?cursor=${telephone}`,
      `/v1/records/injury-determination?${number}=${encodeURIComponent(name)}&limit=${telephone}`,
      `/v1/records/injury-determination/${encodeURIComponent(name)}/${number}`,
      `/v1/indicators/${number}?year=${telephone}`,
      `/${number}/${encodeURIComponent(name)}`,
    ].map((path) => ask(hub, `${queryApiUrl}${path}`)),
  ];
  const answers = await Promise.all(asked);
  answers.forEach(({ text }, at) => {
    scan.text(`answer ${at} to a clumsy request`, text);
    scan.value(`answer ${at} to a clumsy request`, parsed(text));
  });
  return answers.map(({ status }) => status);
}

async function ask(
  hub: HubUnderTest,
  url: string,
  contentType?: string,
  body?: Buffer | string,
): Promise<{ status: number; text: string }> {
  const { endpoints } = hub.running();
  const clientId = contentType === undefined ? HR_BUREAU : clerkOf('health-commission');
  const client = hub.installation().clients.find((candidate) => candidate.clientId === clientId);
  if (!client) throw new Error(`no client ${clientId}`);
  const { token } = await fetchToken(endpoints.oidcIssuerUrl, readClientCredential(client.keyFile));
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, ...(contentType ? { 'content-type': contentType } : {}) },
    ...(contentType ? { method: 'POST', body: Buffer.from(body ?? '') } : {}),
  });
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  return { status: answer.status, text: `${await answer.text()}\n${headers}` };
}
