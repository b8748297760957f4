import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

/** A switch between a client and the broker: `cut` breaks all connections and refuses new ones until `mend`. */
export type CuttableSockets = { socketFactory: ISocketFactory; cut: () => void; mend: () => void };

export function createCuttableSockets(initially: 'cut' | 'mended' = 'mended'): CuttableSockets {
  const sockets = new Set<Socket>();
  let isCut = initially === 'cut';
  return {
    socketFactory: ({ host, port, onConnect }) => {
      // Port 1 of the own machine refuses at once, as a broker does that is not running.
      const socket = isCut ? connect({ host: '127.0.0.1', port: 1 }, onConnect) : connect({ host, port }, onConnect);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
    cut: () => {
      isCut = true;
      // With an error, as a reset from the other side has: kafkajs does not listen for 'close' alone.
      for (const socket of sockets) socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    },
    mend: () => {
      isCut = false;
    },
  };
}

/** The same for PostgreSQL or the registry: a forwarding port that can be closed and opened again. */
export type CuttableProxy = {
  url: string;
  cut: () => Promise<void>;
  mend: () => Promise<void>;
  close: () => Promise<void>;
};

export async function createCuttableProxy(targetUrl: string): Promise<CuttableProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  const server = createServer((inbound) => {
    const outbound = connect({ host: target.hostname, port: Number(target.port) });
    for (const [from, to] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.once('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  const port = await listen(server, 0);
  const url = new URL(targetUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const cut = async () => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return { url: url.toString(), cut, mend: async () => void (await listen(server, port)), close: cut };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as { port: number }).port);
    });
  });
}
