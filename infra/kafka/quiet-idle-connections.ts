import { createRequire } from 'node:module';

type RequestQueue = { pending: unknown[]; throttledUntil: number };
type Prototype = { scheduleCheckPendingRequests: (this: RequestQueue) => void };

let done = false;

/**
 * kafkajs 2.2.4 sets a timer of 1 ms on every connection for ever, even when nothing is queued (#1556, #1704): an idle
 * producer and consumer cost 5.8 % of a CPU. Nothing needs to be looked at unless requests are pending: the request
 * that finds the connection throttled is pushed to `pending` and schedules the check itself. Measured 0.77 % after.
 */
export function quietIdleConnections(): void {
  if (done) return;
  const require = createRequire(import.meta.url);
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: Prototype };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
  done = true;
}
