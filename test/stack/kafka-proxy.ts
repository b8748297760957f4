import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { correlationIdOf, frameReader, headOf, producedTopic, withPort } from './kafka-frames.js';

/** What befalls the next records that are sent to a topic of the kind that the trap is for. */
export type Trap = {
  /** Topics whose names match are meant. */
  topic: RegExp;
  /**
   * `request held`: the broker never gets the records. `answer held`: it has them, its answer waits here. `answer given`:
   * its answer has just gone on to the client. `connection cut`: it has them, the connection breaks instead of an answer.
   * `answer lost`: it has them, and the client waits for nothing on a connection that is well.
   */
  at: 'request held' | 'answer held' | 'answer given' | 'connection cut' | 'answer lost';
};

/** A broker as a client sees it over a bad line. */
export type KafkaProxy = {
  port: number;
  /** Sets a trap for one request; resolves when something is caught in it. What is held goes down with its connection. */
  trap: (trap: Trap) => { caught: Promise<void>; lift: () => void };
  /** Every answer to records is late by so much. */
  delayAnswers: (ms: number) => void;
  close: () => Promise<void>;
};

const HOST = '127.0.0.1';

type SetTrap = Trap & { spring: () => void };

/** Stands between clients and the broker at `targetPort`, and tells them that this is where the broker is. */
export async function startKafkaProxy(targetPort: number): Promise<KafkaProxy> {
  const sockets = new Set<Socket>();
  let trap: SetTrap | null = null;
  let delayMs = 0;

  const caughtIn = (topic: string): SetTrap | null => {
    if (!trap?.topic.test(topic)) return null;
    const sprung = trap;
    trap = null;
    return sprung;
  };
  const server = createServer((client) => {
    const broker = connect({ host: HOST, port: targetPort });
    for (const [one, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(one.setNoDelay(true));
      one.on('error', () => undefined);
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    const underWay = new Map<number, { apiKey: number; trap: SetTrap | null; isProduce: boolean }>();
    client.on(
      'data',
      frameReader((request) => {
        const { apiKey, correlationId } = headOf(request);
        const topic = producedTopic(request);
        const caught = topic === null ? null : caughtIn(topic);
        underWay.set(correlationId, { apiKey, trap: caught, isProduce: topic !== null });
        if (caught?.at === 'request held') caught.spring();
        else broker.write(request);
      }),
    );
    broker.on(
      'data',
      frameReader((answer) => {
        const asked = underWay.get(correlationIdOf(answer));
        underWay.delete(correlationIdOf(answer));
        const passOn = (): void =>
          void client.write(withPort(answer, asked?.apiKey ?? -1, HOST, { from: targetPort, to: portOf() }));
        if (asked?.trap) springAt(asked.trap, client, passOn);
        else if (asked?.isProduce && delayMs > 0) setTimeout(passOn, delayMs);
        else passOn();
      }),
    );
  });
  const portOf = (): number => (server.address() as AddressInfo).port;
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    port: portOf(),
    trap: (wanted) => {
      const { promise, resolve } = promised();
      const set = { ...wanted, spring: resolve };
      trap = set;
      return { caught: promise, lift: () => void (trap === set && (trap = null)) };
    },
    delayAnswers: (ms) => (delayMs = ms),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function springAt({ at, spring }: SetTrap, client: Socket, passOn: () => void): void {
  if (at === 'answer given') passOn();
  if (at === 'connection cut') client.destroy();
  spring();
}

function promised(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
