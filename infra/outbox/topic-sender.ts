import { type Admin, type Kafka, type Message, type PartitionMetadata, Partitioners, type Producer } from 'kafkajs';
import { generationOf } from '../kafka/cluster-generation.js';
import { ServiceFailure } from '../process/service-failure.js';

export type OutgoingMessage = { key: string; value: Buffer; headers: Record<string, string> };

export type Sent = { generation: string; partition: number; offset: number };

export type TopicSender = {
  /** @returns where each message went, in the order given; the broker has acknowledged with all in-sync replicas */
  send: (topic: string, messages: readonly OutgoingMessage[]) => Promise<Sent[]>;
  /** Call after a failure: the partitions of topics are looked up again. */
  forget: () => void;
  close: () => Promise<void>;
};

/**
 * Sends serially with acks -1. The partition is computed here, with kafkajs' own murmur2 partitioner (Java's), because
 * the answer holds one base offset a partition: only who knows each message's partition can tell each message's offset.
 * Not idempotent: with kafkajs an acknowledged record can get lost that way (#598), and readers expect repetitions.
 */
export async function createTopicSender(kafka: Kafka): Promise<TopicSender> {
  const partitionOf = Partitioners.DefaultPartitioner();
  // Few tries here: while a send is under way a transaction is open; the relay's own patience is endless.
  const retry = { initialRetryTime: 100, maxRetryTime: 500, retries: 3 };
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    maxInFlightRequests: 1,
    retry,
  });
  const admin = kafka.admin({ retry });
  const close = async () => {
    await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
  };
  try {
    await Promise.all([producer.connect(), admin.connect()]);
  } catch (error) {
    await close();
    throw error;
  }
  const partitions = new Map<string, PartitionMetadata[]>();
  return {
    send: async (topic, messages) => {
      // Asked every time: a broker that was wiped while nothing was sent would go unnoticed, and a position would lie.
      const generation = await generationOf(admin);
      const partitionMetadata = await partitionsOf(admin, partitions, topic);
      const placed = messages.map((message) => ({
        ...message,
        partition: partitionOf({ topic, partitionMetadata, message }),
      }));
      return offsetsOf(await sendPlaced(producer, topic, placed), topic, placed, generation);
    },
    forget: () => partitions.clear(),
    close,
  };
}

type PlacedMessage = OutgoingMessage & { partition: number };

async function partitionsOf(
  admin: Admin,
  partitions: Map<string, PartitionMetadata[]>,
  topic: string,
): Promise<PartitionMetadata[]> {
  const known = partitions.get(topic);
  if (known) return known;
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const found = topics.find(({ name }) => name === topic)?.partitions ?? [];
  if (found.length > 0) partitions.set(topic, found);
  return found;
}

async function sendPlaced(producer: Producer, topic: string, messages: Message[]): Promise<Map<number, number>> {
  const answers = await producer.send({ topic, messages, acks: -1, timeout: 10_000 });
  return new Map(answers.map(({ partition, baseOffset }) => [partition, Number(baseOffset ?? -1)]));
}

/** kafkajs keeps the order of messages within a partition, so the nth of a partition is at base offset + n. */
function offsetsOf(bases: Map<number, number>, topic: string, placed: PlacedMessage[], generation: string): Sent[] {
  const counts = new Map<number, number>();
  return placed.map(({ partition }) => {
    const base = bases.get(partition) ?? -1;
    const index = counts.get(partition) ?? 0;
    counts.set(partition, index + 1);
    if (base < 0) throw withoutOffset(topic, partition);
    return { generation, partition, offset: base + index };
  });
}

function withoutOffset(topic: string, partition: number): ServiceFailure {
  return new ServiceFailure(
    `The broker acknowledged ${topic}/${partition} without an offset; the messages are sent again.`,
    {
      code: 'OFFSET_MISSING',
      retriable: true,
      context: { topic, partition },
    },
  );
}
