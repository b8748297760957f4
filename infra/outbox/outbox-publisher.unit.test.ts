import { createPublisher } from './outbox-publisher.js';
import type { OutboxRow } from './outbox-queries.js';
import type { OutgoingMessage } from './topic-sender.js';

const row = (id: number, more: Partial<OutboxRow> = {}): OutboxRow => ({
  id,
  topic: 't',
  key: `k${id}`,
  subject: 't-value',
  schema: null,
  value: Buffer.from([id]),
  headers: {},
  ...more,
});

function recordingSender(refuse: (message: OutgoingMessage) => boolean = () => false) {
  const sends: { topic: string; keys: string[] }[] = [];
  return {
    sends,
    send: (topic: string, messages: readonly OutgoingMessage[]) => {
      if (messages.some(refuse)) {
        return Promise.reject(Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE' }));
      }
      sends.push({ topic, keys: messages.map(({ key }) => key) });
      return Promise.resolve(messages.map((_message, offset) => ({ generation: 'g', partition: 0, offset })));
    },
  };
}

describe('the publisher', () => {
  it('sends once a topic, in the order of ids, whatever schema the bodies have', async () => {
    const sender = recordingSender();
    const publish = createPublisher(sender, (_subject, schema) => Promise.resolve(schema === 'new' ? 2 : 1));
    const rows = [row(1), row(2, { schema: 'new' }), row(3, { topic: 'u' }), row(4)];
    const { published, aside } = await publish(rows);
    expect(sender.sends).toEqual([
      { topic: 't', keys: ['k1', 'k2', 'k4'] },
      { topic: 'u', keys: ['k3'] },
    ]);
    expect(published.map(({ id, offset }) => [id, offset])).toEqual([
      [1, 0],
      [2, 1],
      [4, 2],
      [3, 0],
    ]);
    expect(aside).toEqual([]);
  });

  it('puts aside only the message that is refused', async () => {
    const sender = recordingSender(({ key }) => key === 'k3');
    const rows = [1, 2, 3, 4, 5].map((id) => row(id));
    const { published, aside } = await createPublisher(sender, () => Promise.resolve(1))(rows);
    expect(published.map(({ id }) => id)).toEqual([1, 2, 4, 5]);
    expect(aside.map((part) => part.rows.map(({ id }) => id))).toEqual([[3]]);
  });

  it('puts aside all of a topic that is missing, in one piece', async () => {
    const missing = Object.assign(new Error('x'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' });
    const publish = createPublisher({ send: () => Promise.reject(missing) }, () => Promise.resolve(1));
    const { aside } = await publish([row(1), row(2), row(3)]);
    expect(aside.map((part) => part.rows.length)).toEqual([3]);
  });

  it('splits what is too much for one record batch', async () => {
    const sender = recordingSender();
    const rows = [1, 2, 3].map((id) => row(id, { value: Buffer.alloc(500_000) }));
    await createPublisher(sender, () => Promise.resolve(1))(rows);
    expect(sender.sends.map(({ keys }) => keys)).toEqual([['k1'], ['k2'], ['k3']]);
  });

  it('passes an outage on', async () => {
    const publish = createPublisher({ send: () => Promise.reject(new Error('ECONNREFUSED')) }, () =>
      Promise.resolve(1),
    );
    await expect(publish([row(1)])).rejects.toThrow('ECONNREFUSED');
  });
});
