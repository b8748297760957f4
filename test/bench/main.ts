import { Command } from 'commander';
import { benchConsolidate, type ConsolidateOptions } from './consolidate/bench-consolidate.js';
import { benchIntake } from './intake/bench-intake.js';
import type { Measured } from './measured.js';

/*
 * npm run bench -- <what>: speed and memory, each beside limits that were measured in the same run and that our own code
 * cannot slow down. Machines are shared and noisy, so only the ratios are to be compared (docs/performance.md).
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function tell({ title, figures }: Measured, json: boolean): void {
  if (json) return say(JSON.stringify({ title, figures }));
  say(`\n${title}`);
  const width = Math.max(...figures.map(({ name }) => name.length));
  for (const { name, value, unit } of figures) say(`  ${name.padEnd(width)}  ${rounded(value).padStart(10)} ${unit}`);
}

const rounded = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

const bench = new Command('bench');
bench
  .command('intake')
  .description('determinations as NDJSON over HTTP into one connector service')
  .option('--rows <n>', 'rows that are sent', Number, 200_000)
  .option('--batches <n>', 'requests they are sent in, two at a time', Number, 4)
  .option('--json', 'one JSON line', false)
  .action(async ({ json, ...options }: { rows: number; batches: number; json: boolean }) =>
    tell(await benchIntake(options, json ? () => undefined : say), json),
  );
bench
  .command('consolidate')
  .description('all core feeds, lying in Kafka, into the dataset')
  .option('--events <n>', 'events that lie in Kafka, in the proportions of the demo', Number, 500_000)
  .option('--rounds <n>', 'how often consolidator and limits drain them, in turn', Number, 1)
  .option('--home <folder>', 'a folder that keeps the stack and the events for the next run')
  .option('--json', 'one JSON line', false)
  .action(async ({ json, ...options }: ConsolidateOptions & { json: boolean }) =>
    tell(await benchConsolidate(options, json ? () => undefined : say), json),
  );
await bench.parseAsync();
