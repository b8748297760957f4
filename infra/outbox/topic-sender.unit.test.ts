import { Partitioners } from 'kafkajs';

/** From Kafka's own UtilsTest: what the Java client computes. */
const JAVA_MURMUR2: [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
];

it.each(JAVA_MURMUR2)('the partitioner puts %s where the Java client does', (key, hash) => {
  const partitionMetadata = Array.from({ length: 97 }, (_, partitionId) => ({ partitionId, leader: 0 }) as never);
  const partition = Partitioners.DefaultPartitioner()({ topic: 't', partitionMetadata, message: { key, value: null } });
  expect(partition).toBe((hash & 0x7fffffff) % 97);
});
