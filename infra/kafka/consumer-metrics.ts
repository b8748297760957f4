import type { Metrics } from '../observability/metrics.js';

export type ConsumerMetrics = {
  applied: (topic: string, records: number) => void;
  skipped: (topic: string, records: number) => void;
  retried: () => void;
  restarted: () => void;
  lag: (topic: string, partition: number, records: number) => void;
};

/** Counts of one positioned consumer; without a registry they go nowhere. */
export function createConsumerMetrics(metrics: Metrics | undefined, consumer: string): ConsumerMetrics {
  const count = (name: string, help: string, labels: readonly string[] = []) =>
    metrics?.counter(name, help, ['consumer', ...labels]);
  const applied = count('kafka_consumer_applied_total', 'Records applied and committed', ['topic']);
  const skipped = count('kafka_consumer_skipped_total', 'Records met again below the position', ['topic']);
  const retried = count('kafka_consumer_retries_total', 'Transactions tried again');
  const restarted = count('kafka_consumer_restarts_total', 'Consumers made anew after a crash');
  const lag = metrics?.gauge('kafka_consumer_lag_records', 'Records behind the end of the partition', [
    'consumer',
    'topic',
    'partition',
  ]);
  return {
    applied: (topic, records) => applied?.inc({ consumer, topic }, records),
    skipped: (topic, records) => skipped?.inc({ consumer, topic }, records),
    retried: () => retried?.inc({ consumer }),
    restarted: () => restarted?.inc({ consumer }),
    lag: (topic, partition, records) => lag?.set({ consumer, topic, partition: String(partition) }, records),
  };
}
