import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { say } from './check.js';
import { removeIntake, tortureIntake, type IntakeTortureOptions } from './intake/torture-intake.js';
import { removeHubs, tortureHub, type HubTortureOptions } from './whole-hub/torture-hub.js';

/*
 * npm run torture [-- intake]: processes are killed -9 while data goes in; what comes out must be what an undisturbed run
 * gives (README.md beside this file). Exit code 0 when all kills counted and everything agreed. The seed gives the schedule.
 */
const seed = randomBytes(4).toString('hex');
const torture = new Command('torture');
torture
  .command('hub', { isDefault: true })
  .description('any process of the whole hub, while the exports of a demo province go in')
  .option('--seed <text>', 'gives the schedule', seed)
  .option('--kills <n>', 'kills that must count', Number, 60)
  .option('--per-pass <n>', 'kills until everything is compared', Number, 15)
  .option('--scale <n>', 'of the demo province', '0.05')
  .option('--years <list>', 'of the demo province', '2023,2024,2025')
  .option('--keep', 'leave the home of a pass that failed, stopped', false)
  .action((options: HubTortureOptions) => outcome(tortureHub(options), removeHubs));

torture
  .command('intake')
  .description('one connector service, in running uploads and between sending to Kafka and recording it')
  .option('--seed <text>', 'gives batches and schedule', seed)
  .option('--kills <n>', 'kills, each with a batch of its own', Number, 60)
  .option('--per-round <n>', 'kills until everything is compared', Number, 20)
  .option('--keep', 'leave the home of a run that failed, stopped', false)
  .action((options: IntakeTortureOptions) => outcome(tortureIntake(options), removeIntake));

async function outcome(run: Promise<boolean>, remove: () => Promise<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void remove().finally(() => process.exit(130)));
  }
  try {
    process.exitCode = (await run) ? 0 : 1;
  } catch (error) {
    say(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exitCode = 1;
  } finally {
    await remove();
  }
}

await torture.parseAsync();
