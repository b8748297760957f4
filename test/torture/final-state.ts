import { connectors } from '../../connectors/generated/feed-index.js';
import { eventTopic } from '../../schemas/topics.js';
import { booksClosed, sumOf, type Balance, type LedgerRow } from '../../services/cli/books.js';
import { clerkOf, OPERATOR } from '../../services/cli/credentials/own-clients.js';
import { kafkaOf } from '../../services/cli/main-job.js';
import { clientOf } from '../../services/cli/running-hub.js';
import type { Databases } from '../../services/cli/service-plan.js';
import { readDatasetMoment } from '../../services/dataset/commands.js';
import type { HubUnderTest } from '../e2e/hub-under-test.js';
import { waitUntil } from '../stack/fixtures.js';
import { rowsOf } from './rows-of.js';
import { placeOf, readPlaces, type Places } from './topic-places.js';

/** An event as a ledger has it: where it says that it published it, and what the dataset answered. */
export type LedgerEvent = { eventId: string; place: string | null; verdict: string | null };

/** Everything that is to agree in the end, as it was once the books had closed. */
export type FinalState = {
  balance: Balance;
  datasetDigest: string;
  ledgers: LedgerEvent[];
  /** Event ids of the dataset's versions, as they come. */
  versions: string[];
  /** Records of the event topics. */
  topics: Places;
  /** Records of the event topics that the dataset's archive holds. */
  archive: string[];
  repeatedDeliveries: number;
};

/** Where a hub's parts are and whom to ask as. */
export type HubInSight = Pick<HubUnderTest, 'running' | 'installation'>;

/** @param lost records of clusters that are gone, as they were read before */
export async function readFinalState(hub: HubInSight, lost: Places = new Map()): Promise<FinalState> {
  const balance = await closedBooks(hub);
  await verdictsCome(hub);
  const { databases, endpoints } = hub.running();
  const { namespace } = hub.installation();
  const topics = eventTopicsOf(namespace);
  const places = await rowsOf<PlaceColumns>(
    databases.dataset,
    'SELECT generation, topic, topic_partition, topic_offset FROM archive WHERE topic = ANY ($1)',
    [topics],
  );
  const versions = await rowsOf<{ event_id: string }>(databases.dataset, 'SELECT event_id FROM event_version');
  const [repeated] = await rowsOf<{ total: number }>(
    databases.dataset,
    'SELECT coalesce(sum(deliveries), 0)::bigint AS total FROM repeated_delivery',
  );
  return {
    balance,
    datasetDigest: (await readDatasetMoment(databases.dataset)).datasetDigest,
    ledgers: await ledgerEvents(databases),
    versions: versions.map(({ event_id }) => event_id),
    topics: new Map([...lost, ...(await readPlaces(kafkaOf(endpoints), topics))]),
    archive: places.map(placeOfColumns),
    repeatedDeliveries: repeated?.total ?? 0,
  };
}

export const eventTopicsOf = (namespace: string): string[] =>
  connectors.flatMap(({ department, feeds }) =>
    feeds.map(({ eventType }) => eventTopic(namespace, department, eventType)),
  );

type PlaceColumns = { generation: string; topic: string; topic_partition: number; topic_offset: number };

const placeOfColumns = ({ generation, topic, topic_partition, topic_offset }: PlaceColumns): string =>
  placeOf(generation, topic, topic_partition, topic_offset);

type LedgerColumns = { event_id: string; verdict: string | null } & (PlaceColumns | { topic_offset: null });

const LEDGER_EVENTS = `
  SELECT v.event_id, v.verdict, o.generation, v.topic, v.topic_partition, v.topic_offset
  FROM record_version v JOIN outbox o ON o.id = v.outbox_id`;

async function ledgerEvents({ intake }: Databases): Promise<LedgerEvent[]> {
  const sides = Object.values(intake).map((url) => rowsOf<LedgerColumns>(url, LEDGER_EVENTS));
  return (await Promise.all(sides)).flat().map((row) => ({
    eventId: row.event_id,
    verdict: row.verdict,
    place: row.topic_offset === null ? null : placeOfColumns(row),
  }));
}

/** The books close on what the dataset has; its answers to the ledgers may still be on their way. What is missing shows. */
async function verdictsCome(hub: HubInSight): Promise<void> {
  const { databases } = hub.running();
  const allHave = async (): Promise<boolean> =>
    (await ledgerEvents(databases)).every(({ verdict }) => verdict !== null);
  await waitUntil('every event has its verdict', allHave, 90_000).catch(() => undefined);
}

/** As the main job waits for it. @throws ServiceFailure BOOKS_OPEN */
async function closedBooks(hub: HubInSight): Promise<Balance> {
  const running = hub.running();
  const { clients } = hub.installation();
  const client = clientOf(running, clients, OPERATOR);
  const ledger = async (): Promise<LedgerRow[]> => {
    const sides = Object.entries(running.intakeUrls).map(
      async ([department, url]) =>
        (await clientOf(running, clients, clerkOf(department)).get<{ lines: LedgerRow[] }>(`${url}/v1/balance`)).lines,
    );
    return (await Promise.all(sides)).flat();
  };
  const silent = { update: () => undefined, stop: () => undefined };
  return booksClosed({ client, queryApiUrl: running.queryApiUrl, ledger }, silent, () => Date.now());
}

/** The terms that do not depend on how often a file was sent, by source, event type and period. */
export function comparableBalance({ rows }: Balance): string[] {
  return rows
    .filter((row) => COMPARED.some((term) => row[term] > 0))
    .map((row) => JSON.stringify([row.sourceId, row.eventType, row.period, ...COMPARED.map((term) => row[term])]))
    .sort();
}

const COMPARED = [
  'added',
  'corrected',
  'retracted',
  'published',
  'applied',
  'parked',
  'current',
  'superseded',
] as const;

export const openTerms = ({ rows }: Balance): number => sumOf(rows, 'waiting') + sumOf(rows, 'inFlight');
