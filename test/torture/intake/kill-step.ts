import { setImmediate } from 'node:timers/promises';
import { sleep } from '../../../infra/process/sleep.js';
import { waitUntil } from '../../stack/fixtures.js';
import { sourceOf, type DepartmentHub } from './department-hub.js';
import type { Delivery } from './delivery.js';
import type { PlannedKill } from './kill-plan.js';

/** Where a kill fell, by what was seen of the ledger and of the line to the broker while the process stood still. */
export const PHASES = [
  'upload: nothing of it written yet',
  'upload: within its transaction',
  'upload: committed, nobody told',
  'upload: acknowledged',
  'relay: records not yet at the broker',
  'relay: between send and record',
  'relay: recorded',
] as const;
export type Phase = (typeof PHASES)[number];

/** Records of the event topic; identities and statements go the same way. */
const EVENTS = 'injury-determination';
const NEVER_MS = 30_000;
/** What PostgreSQL is about when its client stops, it ends. */
const SETTLED_MS = 15;

/** Kills the intake at the planned moment of the batch that `begin` sends on its way. */
export async function killAt(hub: DepartmentHub, kill: PlannedKill, begin: () => Delivery): Promise<Phase> {
  return kill.of === 'upload' ? killInUpload(hub, kill, begin) : killInRelay(hub, kill, begin);
}

async function killInUpload(
  hub: DepartmentHub,
  { moment, share, batch }: PlannedKill & { of: 'upload' },
  begin: () => Delivery,
): Promise<Phase> {
  const { ledger, intake } = hub;
  const source = sourceOf(batch.door);
  const before = await ledger.rowsOf(source);
  const delivery = begin();
  const told = (): boolean => delivery.acknowledged !== null;
  const isKept = async (): Promise<boolean> => (await ledger.rowsOf(source)) > before;
  if (moment === 'arriving') await sleep(share * 300);
  if (moment === 'any time') await sleep(share * 900);
  if (moment === 'being taken') {
    await seen(async () => told() || (await ledger.batchUnderWay()));
    await sleep(share * 60);
  }
  if (moment === 'kept') await seen(async () => told() || (await isKept()));
  if (moment === 'answered') await seen(() => Promise.resolve(told()));
  intake.freeze();
  await sleep(SETTLED_MS);
  const phase = told()
    ? 'upload: acknowledged'
    : (await ledger.batchUnderWay())
      ? 'upload: within its transaction'
      : (await isKept())
        ? 'upload: committed, nobody told'
        : 'upload: nothing of it written yet';
  await intake.kill();
  return phase;
}

async function killInRelay(
  { proxy, intake, ledger }: DepartmentHub,
  { moment, share }: PlannedKill & { of: 'relay' },
  begin: () => Delivery,
): Promise<Phase> {
  const trap = proxy.trap({ topic: new RegExp(EVENTS), at: moment });
  const delivery = begin();
  // A delivery that fails is the reason for which nothing is caught.
  await Promise.race([trap.caught, delivery.done.then(() => trap.caught), sleep(NEVER_MS)]);
  await sleep(moment === 'answer given' ? share * 10 : share * 50);
  await intake.kill();
  trap.lift();
  await waitUntil('its connections to the ledger are gone', ledger.intakeIsGone);
  if (moment === 'request held') return 'relay: records not yet at the broker';
  return (await ledger.unsent(EVENTS)) > 0 ? 'relay: between send and record' : 'relay: recorded';
}

/** Looks without a pause: the moment that is waited for may be over in a millisecond. */
async function seen(look: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + NEVER_MS;
  while (!(await look()) && Date.now() < until) await setImmediate();
}
