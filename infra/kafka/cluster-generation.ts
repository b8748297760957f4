import type { Admin, Kafka } from 'kafkajs';
import { ServiceFailure } from '../process/service-failure.js';
import { withAdmin } from './topic-admin.js';

/**
 * The cluster's own id. A broker that comes back with empty disks gets a new one, so offsets of one generation are never
 * mistaken for those of another.
 */
export function clusterGeneration(kafka: Kafka): Promise<string> {
  return withAdmin(kafka, generationOf);
}

/** The same on a connection that is open already. */
export async function generationOf(admin: Admin): Promise<string> {
  const { clusterId } = await admin.describeCluster();
  if (clusterId) return clusterId;
  throw new ServiceFailure(
    'The Kafka cluster does not tell its id, which positions need: Kafka 0.10.1 or later expected.',
    {
      code: 'CLUSTER_ID_MISSING',
      retriable: false,
    },
  );
}
