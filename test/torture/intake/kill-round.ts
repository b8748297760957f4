import { sleep } from '../../../infra/process/sleep.js';
import type { Row } from '../../integration/intake/sample-files.js';
import { waitUntil } from '../../stack/fixtures.js';
import { say, type Check } from '../check.js';
import { readFinalState, type FinalState } from '../final-state.js';
import { checkState } from '../state-checks.js';
import type { Acknowledged } from '../acknowledged.js';
import type { Places } from '../topic-places.js';
import { DEPARTMENT } from './batch-rows.js';
import { deliver, nameOf, type Delivery } from './delivery.js';
import type { DepartmentHub } from './department-hub.js';
import { checkDoors } from './door-checks.js';
import {
  batchesOf,
  type Door,
  type PlannedBatch,
  type PlannedKill,
  type PlannedLoss,
  type PlannedRound,
} from './kill-plan.js';
import { killAt, type Phase } from './kill-step.js';
import { loseBroker } from './lost-broker.js';

/** One intake through all its rounds: what it was sent so far, and what clusters before the present one had. */
export type IntakeRun = {
  hub: DepartmentHub;
  rowsOf: (batch: PlannedBatch) => Row[];
  deliveries: Delivery[];
  lost: Places;
  /** When the run began, as the operator would tell it. */
  begun: string;
  stopped: () => boolean;
};

const LATE_MS = 250;
const LOST_WITHIN_MS = 20_000;
const LIVED_THROUGH_MS = 150_000;

/** All batches of a round, undisturbed. @returns the state that kills must not change */
export async function undisturbedRound(run: IntakeRun, round: PlannedRound): Promise<FinalState> {
  for (const batch of batchesOf(round)) begin(run, batch);
  await allDelivered(run);
  return readFinalState(run.hub);
}

export type RoundObserver = {
  onKill: (kill: PlannedKill, phase: Phase) => void;
  /** The doors' own are told first: books that never close end a run. */
  onChecks: (checks: readonly Check[]) => void;
};

/** The same batches, with a kill each; then everything is compared. */
export async function killRound(
  run: IntakeRun,
  { kills, loss }: PlannedRound,
  reference: FinalState,
  { onKill, onChecks }: RoundObserver,
): Promise<void> {
  for (const kill of kills) onKill(kill, await killStep(run, kill));
  await allDelivered(run);
  onChecks(await checkDoors(run.hub, run.deliveries));
  if (loss) {
    await lose(run, loss);
    onChecks(await checkDoors(run.hub, run.deliveries));
  }
  const state = await readFinalState(run.hub, run.lost);
  onChecks(await checkState(run.hub, reference, state, receiptsOf(run)));
}

async function killStep(run: IntakeRun, kill: PlannedKill): Promise<Phase> {
  const { hub } = run;
  await hub.intake.running();
  hub.proxy.delayAnswers(kill.line === 'late' ? LATE_MS : 0);
  if (kill.line === 'connection cut') hub.proxy.trap({ topic: /./, at: 'connection cut' });
  const pace = kill.of === 'upload' && kill.moment === 'arriving' ? 'slow' : 'whole';
  const phase = await killAt(hub, kill, () => begin(run, kill.batch, pace));
  if (kill.line === 'answer lost') await outlivesLostAnswer(hub);
  await hub.intake.running();
  if (kill.calm) await allDelivered(run);
  return phase;
}

/** The relay gives up waiting by itself, and sends again: nobody kills it meanwhile. */
async function outlivesLostAnswer({ proxy, intake, ledger }: DepartmentHub): Promise<void> {
  const { caught, lift } = proxy.trap({ topic: /./, at: 'answer lost' });
  await intake.running();
  await Promise.race([caught, sleep(LOST_WITHIN_MS)]);
  lift();
  await waitUntil('all is published', async () => (await ledger.unsent('')) === 0, LIVED_THROUGH_MS);
}

function begin(run: IntakeRun, batch: PlannedBatch, pace: 'slow' | 'whole' = 'whole'): Delivery {
  const before = lastThrough(run, batch.door)?.done ?? Promise.resolve();
  const delivery = deliver(run.hub, batch, run.rowsOf(batch), before, { pace, stopped: run.stopped });
  run.deliveries.push(delivery);
  return delivery;
}

const lastThrough = ({ deliveries }: IntakeRun, door: Door): Delivery | undefined =>
  deliveries.findLast(({ batch }) => batch.door === door);

const allDelivered = async ({ deliveries }: IntakeRun): Promise<void> =>
  void (await Promise.all(deliveries.map(({ done }) => done)));

/** What the old cluster had is read before: the archive holds it for good. */
async function lose(run: IntakeRun, { batches, vaultSleeps }: PlannedLoss): Promise<void> {
  run.lost = (await readFinalState(run.hub, run.lost)).topics;
  const told = await loseBroker(run.hub, { since: run.begun, vaultSleeps }, async () => {
    for (const batch of batches) begin(run, batch);
    await allDelivered(run);
  });
  say(
    `the broker has lost everything${vaultSleeps ? '' : ', answers of the vault too'}: ${told.replaceAll('\n', '; ')}`,
  );
}

function receiptsOf({ deliveries }: IntakeRun): Acknowledged[] {
  return deliveries.flatMap(({ batch, acknowledged }) =>
    acknowledged === null || acknowledged === 'pulled'
      ? []
      : [{ department: DEPARTMENT, path: nameOf(batch), receipt: acknowledged }],
  );
}
