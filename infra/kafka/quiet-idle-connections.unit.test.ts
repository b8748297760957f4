import { createRequire } from 'node:module';
import { quietIdleConnections } from './quiet-idle-connections.js';

type Queue = {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  scheduleCheckPendingRequests: () => void;
  destroy: () => void;
};

describe('a connection of kafkajs', () => {
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
    options: object,
  ) => Queue;
  const isScheduled = (state: Partial<Queue>) => {
    const queue = Object.assign(new RequestQueue({}), state);
    queue.scheduleCheckPendingRequests();
    const scheduled = queue.throttleCheckTimeoutId !== null;
    queue.destroy();
    return scheduled;
  };
  beforeAll(quietIdleConnections);

  it('sets no timer while idle', () => expect(isScheduled({})).toBe(false));

  it('still looks after requests that wait, and after a throttle of the broker', () => {
    expect(isScheduled({ pending: [{}] })).toBe(true);
    expect(isScheduled({ throttledUntil: Date.now() + 1_000 })).toBe(true);
  });
});
