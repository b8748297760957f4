import { type ISocketFactory, Kafka, logLevel, type LogEntry } from 'kafkajs';
import type { Logger } from '../observability/logger.js';
import { quietIdleConnections } from './quiet-idle-connections.js';

/** What kafkajs tells beside its message; everything else it attaches (whole messages at times) stays out of the log. */
const TOLD = ['groupId', 'memberId', 'broker', 'topic', 'partition', 'offset', 'retryCount', 'retryTime'] as const;

/** A Kafka client whose log lines go to ours. Retries are short: relay and consumer have their own, which never end. */
export function createKafka(options: {
  brokers: string[];
  clientId: string;
  logger: Logger;
  /** Makes the connections; tests cut them with it. */
  socketFactory?: ISocketFactory;
}): Kafka {
  quietIdleConnections();
  return new Kafka({
    brokers: options.brokers,
    clientId: options.clientId,
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 5 },
    ...(options.socketFactory && { socketFactory: options.socketFactory }),
    logLevel: logLevel.INFO,
    logCreator: () => bridgeTo(options.logger.child({ library: 'kafkajs' })),
  });
}

function bridgeTo(logger: Logger): (entry: LogEntry) => void {
  return ({ level, namespace, log }) => {
    const told = Object.fromEntries(
      TOLD.filter((key) => log[key] !== undefined).map((key) => [key, log[key] as unknown]),
    );
    const line = { namespace, ...told, ...reasonOf(log.error) };
    // kafkajs calls everything that it tries again an error; whoever gives up tells the failure on our side.
    const trouble = level === logLevel.ERROR || level === logLevel.WARN;
    logger[trouble ? 'warn' : 'debug'](line, log.message);
  };
}

/** kafkajs gives a text, an error or the protocol's error object. */
function reasonOf(error: unknown): { reason?: string } {
  const reason = typeof error === 'string' ? error : (error as { message?: unknown } | undefined)?.message;
  return typeof reason === 'string' ? { reason } : {};
}
