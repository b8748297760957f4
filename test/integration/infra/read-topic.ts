import type { Kafka } from 'kafkajs';
import { receivedRecord, type ReceivedRecord } from '../../../infra/kafka/received-record.js';
import { withAdmin } from '../../../infra/kafka/topic-admin.js';
import { randomNamespace, waitUntil } from '../../stack/fixtures.js';

/** Everything that is in a topic now, by a plain consumer of its own. */
export async function readTopic(kafka: Kafka, topic: string): Promise<ReceivedRecord[]> {
  const ends = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
  const expected = ends.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  if (expected === 0) return [];
  const records: ReceivedRecord[] = [];
  const groupId = randomNamespace('reader');
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ partition, message }) => {
      records.push(receivedRecord(topic, partition, message));
      return Promise.resolve();
    },
  });
  await waitUntil(`${expected} records read from ${topic}`, () => records.length >= expected);
  await consumer.disconnect();
  return records;
}
