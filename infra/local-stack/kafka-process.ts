import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { runPreparation } from './daemon.js';
import { HOST } from './free-port.js';
import { JVM_FLAGS } from './java.js';
import { inSourceTree } from './project-root.js';
import { ensureRunning, type PartPlan, type StackContext } from './stack-part.js';
import { stackFolder } from './stack-record.js';

const PORTS = { broker: 'kafka', controller: 'kafka-controller' } as const;

/** A broker that is its own controller. Returns its address. */
export async function ensureKafka(context: StackContext, java: string, jars: string): Promise<string> {
  await ensureRunning(context, planOf(context, java, jars));
  return addressOf(context);
}

const addressOf = ({ record }: StackContext): string => `${HOST}:${record.ports[PORTS.broker]}`;

function planOf(context: StackContext, java: string, jars: string): PartPlan {
  const folder = stackFolder(context.home, 'kafka');
  const properties = join(folder, 'server.properties');
  const classPath = ['-cp', join(jars, '*'), `-Dlog4j2.configurationFile=${inSourceTree('jars', 'log4j2.xml')}`];
  const settings = () => serverProperties(context, join(folder, 'data'));
  return {
    part: 'kafka',
    portNames: Object.values(PORTS),
    attempts: 2,
    files: settings,
    command: () => ({
      program: java,
      args: ['-Xms128m', '-Xmx384m', ...JVM_FLAGS, ...classPath, 'kafka.Kafka', properties],
      workingDirectory: folder,
    }),
    prepare: async () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(properties, settings());
      await formatOnce(context, folder, [...JVM_FLAGS, ...classPath], java);
    },
    probe: () => answersAsBroker(addressOf(context)),
  };
}

/** Formats beside the final place and renames, so that a format broken off half-way is done again, not trusted. */
async function formatOnce(context: StackContext, folder: string, flags: string[], java: string): Promise<void> {
  const data = join(folder, 'data');
  if (existsSync(join(data, 'meta.properties'))) return;
  const draft = join(folder, 'data.draft');
  rmSync(data, { recursive: true, force: true });
  rmSync(draft, { recursive: true, force: true });
  const properties = join(folder, 'format.properties');
  writeFileSync(properties, serverProperties(context, draft));
  const format = ['kafka.tools.StorageTool', 'format', '-t', newClusterId(), '-c', properties];
  await runPreparation({
    program: java,
    args: [...flags, ...format],
    workingDirectory: folder,
    env: context.env,
    home: context.home,
    part: 'kafka',
  });
  renameSync(draft, data);
}

/**
 * A new id with every format: a broker that lost its data is another cluster, and positions of the former one must not be
 * taken for its own. Kafka's ids never begin with a dash, which its tool would read as an option.
 */
function newClusterId(): string {
  return `h${randomBytes(16).toString('base64url').slice(1)}`;
}

async function answersAsBroker(broker: string): Promise<boolean> {
  const admin = new Kafka({
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
  }).admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    return brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
}

/**
 * One broker: every replication factor is 1, and few internal partitions, since each costs files and start time.
 * Session timeout: a broker that was killed may not register again before its former session has run out (default 9 s).
 */
function serverProperties({ record }: StackContext, data: string): string {
  const controller = `${HOST}:${record.ports[PORTS.controller]}`;
  const broker = `${HOST}:${record.ports[PORTS.broker]}`;
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@${controller}
listeners=BROKER://${broker},CONTROLLER://${controller}
advertised.listeners=BROKER://${broker}
listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKER
controller.listener.names=CONTROLLER
log.dirs=${data}
num.network.threads=2
num.io.threads=2
background.threads=2
log.cleaner.dedupe.buffer.size=16777216
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
broker.session.timeout.ms=6000
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.retention.ms=-1
offsets.retention.minutes=5256000
message.max.bytes=8388608
replica.fetch.max.bytes=8388608
`;
}
