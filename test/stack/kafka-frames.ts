/** What the proxy must know of Kafka's protocol (kafka.apache.org/protocol): frames have their length in front. */
const PRODUCE = 0;
const METADATA = 3;
const FIND_COORDINATOR = 10;
/** Answers that tell clients where brokers are. */
const TELLING_ADDRESSES = new Set([METADATA, FIND_COORDINATOR]);

export type RequestHead = { apiKey: number; correlationId: number };

/** Cuts a stream of bytes into whole frames, their lengths included. */
export function frameReader(onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let kept: Buffer = Buffer.alloc(0);
  return (chunk) => {
    kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    while (kept.length >= 4 && kept.length >= 4 + kept.readInt32BE(0)) {
      const length = 4 + kept.readInt32BE(0);
      onFrame(kept.subarray(0, length));
      kept = kept.subarray(length);
    }
  };
}

export const headOf = (request: Buffer): RequestHead => ({
  apiKey: request.readInt16BE(4),
  correlationId: request.readInt32BE(8),
});

export const correlationIdOf = (answer: Buffer): number => answer.readInt32BE(4);

/** The topic that a produce request (versions 3 to 8, as kafkajs sends them) brings records for; null for other requests. */
export function producedTopic(request: Buffer): string | null {
  if (headOf(request).apiKey !== PRODUCE) return null;
  const afterClient = afterText(request, 12);
  const afterTransaction = afterText(request, afterClient);
  // acks (2 bytes), timeout (4) and the count of topics (4)
  const topic = afterTransaction + 10;
  return request.toString('utf8', topic + 2, topic + 2 + request.readInt16BE(topic));
}

const afterText = (frame: Buffer, at: number): number => at + 2 + Math.max(0, frame.readInt16BE(at));

/** An answer in which every broker is where the proxy is: the address has the same length, only its port is another. */
export function withPort(answer: Buffer, apiKey: number, host: string, ports: { from: number; to: number }): Buffer {
  if (!TELLING_ADDRESSES.has(apiKey)) return answer;
  const address = addressOf(host, ports.from);
  const changed = Buffer.from(answer);
  for (let at = changed.indexOf(address); at >= 0; at = changed.indexOf(address, at + 1)) {
    addressOf(host, ports.to).copy(changed, at);
  }
  return changed;
}

function addressOf(host: string, port: number): Buffer {
  const address = Buffer.alloc(2 + host.length + 4);
  address.writeInt16BE(host.length, 0);
  address.write(host, 2);
  address.writeInt32BE(port, 2 + host.length);
  return address;
}
