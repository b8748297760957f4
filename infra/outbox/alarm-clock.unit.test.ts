import { createAlarmClock } from './alarm-clock.js';

const LONG = 60_000;

describe('an alarm clock', () => {
  it('ends the wait when rung, before or during it', async () => {
    const clock = createAlarmClock(new AbortController().signal);
    clock.ring();
    await clock.wait(LONG);
    const waiting = clock.wait(LONG);
    clock.ring();
    await waiting;
  });

  it('ends the wait with the signal', async () => {
    const stopping = new AbortController();
    const waiting = createAlarmClock(stopping.signal).wait(LONG);
    stopping.abort();
    await waiting;
  });
});
