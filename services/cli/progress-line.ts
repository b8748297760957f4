import { SingleBar, Presets } from 'cli-progress';

/** Shows how far counted work has come: a bar with rate and time left on a terminal, a plain line now and then elsewhere. */
export type ProgressLine = { update: (done: number, total: number) => void; stop: () => void };

const PLAIN_EVERY_MS = 3_000;

/** @param now monotonic milliseconds */
export function createProgressLine(
  title: string,
  say: (line: string) => void,
  isTerminal: boolean,
  now: () => number,
): ProgressLine {
  return isTerminal ? terminalBar(title) : plainLines(title, say, now);
}

function terminalBar(title: string): ProgressLine {
  const format = `  ${title} {bar} {percentage}% {value}/{total} 剩余约 {eta_formatted}`;
  const bar = new SingleBar({ format, hideCursor: true, etaBuffer: 30 }, Presets.shades_classic);
  let started = false;
  return {
    update: (done, total) => {
      if (!started) bar.start(total, done);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

function plainLines(title: string, say: (line: string) => void, now: () => number): ProgressLine {
  const startedAt = now();
  let saidAt = startedAt;
  return {
    update: (done, total) => {
      if (now() - saidAt < PLAIN_EVERY_MS) return;
      saidAt = now();
      const rate = done / ((saidAt - startedAt) / 1000);
      const left = rate > 0 ? `，剩余约 ${Math.ceil((total - done) / rate)} 秒` : '';
      say(`  ${title} ${done}/${total}（每秒 ${Math.round(rate)}${left}）`);
    },
    stop: () => undefined,
  };
}
