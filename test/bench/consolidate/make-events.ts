import { readFileSync } from 'node:fs';
import { connectors } from '../../../connectors/generated/feed-index.js';
import type { StackEndpoints } from '../../../infra/local-stack/local-stack.js';
import { sleep } from '../../../infra/process/sleep.js';
import type { Installation } from '../../../services/cli/installation.js';
import { kafkaOf, newerRegistration, registryOf } from '../../../services/cli/main-job.js';
import { intakeName, serviceNames, servicePlan, type Databases } from '../../../services/cli/service-plan.js';
import { rememberedPorts } from '../../../services/cli/service-ports.js';
import { superviseServices } from '../../../services/cli/service-processes.js';
import type { SourceOfFile } from '../../../services/cli/source-register.js';
import { submitExports } from '../../../services/cli/submit-exports.js';
import { topicRoles, topicsOf, type TopicRole } from '../../../services/consolidator/receiving/topic-roles.js';
import { publishSources } from '../../../services/contracts/commands.js';
import { generateDemoProvince } from '../../../services/demo-province/commands.js';
import { copied } from './province-copy.js';
import { readTopics, recordsByTopic, sumOf, type TopicMessage } from './read-topics.js';

type Say = (line: string) => void;

/** As large as makes every kind of record of the demo; more events are copies of this province. */
const SCALE = 0.2;
const PRODUCED_AT_ONCE = 500;
const SETTLED_MS = 6_000;

/**
 * Fills the topics: the demo's exports go through the real intakes and the real vault, then the province is copied until
 * there are `wanted` events. Nothing is consolidated meanwhile.
 */
export async function makeEvents(
  installation: Installation,
  endpoints: StackEndpoints,
  databases: Databases,
  wanted: number,
  say: Say,
): Promise<void> {
  const kafka = kafkaOf(endpoints);
  await publishSources(kafka, registryOf(endpoints), installation.namespace, registrations(installation));
  await sendDemo(installation, endpoints, databases, say);
  await copyProvince(installation, endpoints, wanted, say);
}

function registrations(installation: Installation) {
  const sources = JSON.parse(readFileSync(installation.paths.sources, 'utf8')) as SourceOfFile[];
  return sources.flatMap((source) => newerRegistration(source, undefined));
}

async function sendDemo(
  installation: Installation,
  endpoints: StackEndpoints,
  databases: Databases,
  say: Say,
): Promise<void> {
  const manifest = await generateDemoProvince({ folder: installation.paths.demo, seed: 'bench', scale: SCALE });
  const ports = await rememberedPorts(installation.paths.ports, serviceNames());
  const urlOf = (name: string): string => `http://127.0.0.1:${ports[name]?.http ?? 0}`;
  const plan = servicePlan(installation, endpoints, databases, ports).filter(
    ({ name }) => name === 'identity-vault' || name.startsWith(intakeName('')),
  );
  const supervisor = await superviseServices(plan, { logs: installation.paths.logs, say });
  try {
    const intakeUrls = Object.fromEntries(
      connectors.map(({ department }) => [department, urlOf(intakeName(department))]),
    );
    const hub = {
      starterPid: process.pid,
      endpoints,
      databases,
      ...{ consolidatorUrl: '', queryApiUrl: '' },
      vaultUrl: '',
      intakeUrls,
      servicePids: {},
    };
    await submitExports(installation, hub, manifest, () => undefined);
    say(`the demo's ${manifest.files.length} files are accepted`);
    await untilPublished(plan.map(({ adminPort }) => adminPort));
    await untilSettled(installation, endpoints);
  } finally {
    await supervisor.stop();
  }
}

async function untilPublished(adminPorts: readonly number[]): Promise<void> {
  for (const port of adminPorts) {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
      const { outboxBacklog } = (await answer.json()) as { outboxBacklog?: number };
      if (outboxBacklog === 0) break;
      await sleep(200);
    }
  }
}

/** The vault answers behind the intakes: nothing has come for a while. */
async function untilSettled(installation: Installation, endpoints: StackEndpoints): Promise<void> {
  const kafka = kafkaOf(endpoints);
  const topics = [...topicRoles(installation.namespace, connectors).keys()];
  for (let before = -1; ;) {
    const now = sumOf(await recordsByTopic(kafka, topics));
    if (now === before) return;
    before = now;
    await sleep(SETTLED_MS);
  }
}

async function copyProvince(
  installation: Installation,
  endpoints: StackEndpoints,
  wanted: number,
  say: Say,
): Promise<void> {
  const kafka = kafkaOf(endpoints);
  const roles = topicRoles(installation.namespace, connectors);
  const original: TopicMessage[] = [];
  await readTopics(kafka, [...roles.keys()], (record) => original.push(record));
  const events = original.filter(({ topic }) => roles.get(topic)?.kind === 'event').length;
  if (events > wanted) throw new Error(`the demo has ${events} events already: ask for as many at least`);
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    let left = wanted - events;
    for (let copy = 1; left > 0; copy += 1) {
      left -= await sendCopy(original, roles, copy, left, (topic, messages) =>
        producer.send({ topic, acks: -1, messages }).then(() => undefined),
      );
      say(`${wanted - left} of ${wanted} events`);
    }
  } finally {
    await producer.disconnect();
  }
}

type Send = (topic: string, messages: ReturnType<typeof copied>[]) => Promise<void>;

/** @returns how many events were sent: no more than `limit`, with everything else of the province */
async function sendCopy(
  original: readonly TopicMessage[],
  roles: ReadonlyMap<string, TopicRole>,
  copy: number,
  limit: number,
  send: Send,
): Promise<number> {
  let events = 0;
  const waiting = new Map<string, ReturnType<typeof copied>[]>();
  for (const record of original) {
    const role = roles.get(record.topic);
    if (!role || (role.kind === 'event' && events === limit)) continue;
    if (role.kind === 'event') events += 1;
    const messages = waiting.get(record.topic) ?? [];
    waiting.set(record.topic, messages);
    messages.push(copied(record, role, copy));
    if (messages.length === PRODUCED_AT_ONCE) await send(record.topic, messages.splice(0));
  }
  for (const [topic, messages] of waiting) if (messages.length > 0) await send(topic, messages);
  return events;
}

/** How many events and how many records in all the consolidator will meet. */
export async function countRecords(installation: Installation, endpoints: StackEndpoints) {
  const roles = topicRoles(installation.namespace, connectors);
  const counts = await recordsByTopic(kafkaOf(endpoints), [...roles.keys()]);
  const events = topicsOf(roles, 'event').reduce((sum, topic) => sum + (counts.get(topic) ?? 0), 0);
  return { topics: [...roles.keys()], events, records: sumOf(counts) };
}
