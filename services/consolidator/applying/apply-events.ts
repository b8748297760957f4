import type pg from 'pg';
import { addAppliedSequences } from '../../dataset/applied-sequences.js';
import { countRepeatedDeliveries, type RepeatedDeliveries } from '../../dataset/repeated-deliveries.js';
import { lowestOfEachEvent, type DatasetEvent } from '../../dataset/dataset-event.js';
import { parkEvents, type ParkedEvent } from '../../dataset/parked-events.js';
import { registeredDepartments } from '../../dataset/sources.js';
import type { EventRole } from '../receiving/topic-roles.js';
import type { EventVerdict } from '../../dataset/event-verdict.js';
import type { JudgeDeps, Reading } from './apply-ports.js';
import { discardedReadings } from './discarded-readings.js';
import { parkedEventOf, type Problem } from './event-claims.js';
import { judgeEvent, type EventValue } from './judge-event.js';
import { makeCurrent } from './make-current.js';
import { parkedVerdicts } from './parked-verdicts.js';
import { storageProblem } from './storable-event.js';
import { writtenEvent } from './written-event.js';

type EventReading = Reading<EventRole>;
type Judged = { accepted: DatasetEvent[]; parked: ParkedEvent[] };

/** Judges events and puts the good ones into the dataset, in a fixed number of statements however many they are. */
export async function applyEvents(
  client: pg.PoolClient,
  readings: readonly EventReading[],
  deps: JudgeDeps,
): Promise<EventVerdict[]> {
  if (readings.length === 0) return [];
  const { accepted, parked } = await judgeAll(client, readings);
  if (accepted.length > 0) await applyAccepted(client, accepted, deps);
  if (parked.length > 0) await parkEvents(client, parked);
  return [...accepted.map(appliedVerdict), ...(await parkedVerdicts(client, parked))];
}

/** First what can be told from the event alone: a text with U+0000 cannot even be looked up in the register. */
async function judgeAll(client: pg.PoolClient, readings: readonly EventReading[]): Promise<Judged> {
  const problems = new Map<EventReading, Problem | null>(readings.map((reading) => [reading, readingProblem(reading)]));
  const legible = readings.filter((reading) => problems.get(reading) === null);
  const owners = await registeredDepartments(client, [
    ...new Set(legible.map((reading) => valueOf(reading).header.sourceId)),
  ]);
  for (const reading of legible) {
    const { role, decoding } = reading;
    if (!decoding.ok) continue;
    const value = valueOf(reading);
    const written = writtenEvent(role.contract, decoding);
    problems.set(reading, judgeEvent(role, value, owners.get(value.header.sourceId), written));
  }
  const sound = [...problems].flatMap(([reading, problem]) =>
    problem === null ? [{ reading, header: valueOf(reading).header }] : [],
  );
  const discarded = await discardedReadings(client, sound);
  const judged: Judged = { accepted: [], parked: [] };
  for (const [reading, found] of problems) {
    const problem = found ?? (discarded.has(reading) ? keptOut : null);
    if (problem) judged.parked.push(parkedEventOf(reading, problem));
    else judged.accepted.push(datasetEventOf(reading));
  }
  return judged;
}

const keptOut: Problem = { reasonCode: 'DISCARDED', detail: 'nothing is wrong with it but a decision' };

function readingProblem({ decoding, role }: EventReading): Problem | null {
  if (!decoding.ok) return { reasonCode: decoding.code, detail: decoding.detail };
  return storageProblem(role.contract, decoding.value as EventValue);
}

/** Only of readings that were decoded. */
function valueOf({ decoding }: EventReading): EventValue {
  if (!decoding.ok) throw new Error(`an undecoded event has no value: ${decoding.code}`);
  return decoding.value as EventValue;
}

function datasetEventOf(reading: EventReading): DatasetEvent {
  return { contract: reading.role.contract, ...valueOf(reading), position: reading.record.position };
}

async function applyAccepted(client: pg.PoolClient, accepted: readonly DatasetEvent[], deps: JudgeDeps): Promise<void> {
  const inserted = await makeCurrent(client, lowestOfEachEvent(accepted), deps);
  const repeats = repeatsOf(accepted, inserted);
  if (repeats.length > 0) await countRepeatedDeliveries(client, repeats);
  await addAppliedSequences(client, accepted);
}

/** All deliveries but the first of each new event, by source and event type. */
function repeatsOf(accepted: readonly DatasetEvent[], inserted: ReadonlySet<string>): RepeatedDeliveries[] {
  const first = new Set(inserted);
  const counts = new Map<string, RepeatedDeliveries>();
  for (const { header, contract } of accepted) {
    if (first.delete(header.eventId)) continue;
    const { sourceId } = header;
    const key = `${sourceId}\0${contract.eventType}`;
    const known = counts.get(key) ?? { sourceId, eventType: contract.eventType, deliveries: 0 };
    counts.set(key, { ...known, deliveries: known.deliveries + 1 });
  }
  return [...counts.values()];
}

function appliedVerdict({ header, contract }: DatasetEvent): EventVerdict {
  const { department, sourceId, ledgerEpoch, ledgerSeq } = header;
  const { eventType } = contract;
  return { department, sourceId, eventType, ledgerEpoch, ledgerSeq, verdict: 'APPLIED', reasonCode: null };
}
