import type pg from 'pg';
import type { DatasetEvent } from './dataset-event.js';

type Delivered = { sourceId: string; eventType: string; ledgerEpoch: number; numbers: number[] };

/**
 * Adds the ledger numbers under which these events were delivered to those that are applied already. A union of sets:
 * order and repetition make no difference. Other consolidators of the same source wait for the commit from here on, so
 * call it late.
 */
export async function addAppliedSequences(client: pg.ClientBase, events: readonly DatasetEvent[]): Promise<void> {
  const delivered = deliveredNumbers(events);
  await client.query(
    `INSERT INTO applied_sequence AS known (source_id, event_type, ledger_epoch, sequences)
     SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::int8multirange[])
       AS applied (source_id, event_type, ledger_epoch, sequences)
     ORDER BY source_id COLLATE "C", event_type COLLATE "C", ledger_epoch
     ON CONFLICT (source_id, event_type, ledger_epoch) DO UPDATE SET sequences = known.sequences + EXCLUDED.sequences
     WHERE NOT known.sequences @> EXCLUDED.sequences`,
    [
      delivered.map(({ sourceId }) => sourceId),
      delivered.map(({ eventType }) => eventType),
      delivered.map(({ ledgerEpoch }) => ledgerEpoch),
      delivered.map(({ numbers }) => multirangeText(numbers)),
    ],
  );
}

function deliveredNumbers(events: readonly DatasetEvent[]): Delivered[] {
  const bySource = new Map<string, Delivered>();
  for (const { header, contract } of events) {
    const { sourceId, ledgerEpoch, ledgerSeq } = header;
    const { eventType } = contract;
    const key = `${sourceId}\0${eventType}\0${ledgerEpoch}`;
    const known = bySource.get(key);
    if (known) known.numbers.push(ledgerSeq);
    else bySource.set(key, { sourceId, eventType, ledgerEpoch, numbers: [ledgerSeq] });
  }
  return [...bySource.values()];
}

/** As PostgreSQL reads an int8multirange: `{[1,4),[7,8)}`. Runs are joined here, since ledgers number without gaps. */
export function multirangeText(numbers: readonly number[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && number <= last.to) last.to = Math.max(last.to, number + 1);
    else ranges.push({ from: number, to: number + 1 });
  }
  return `{${ranges.map(({ from, to }) => `[${from},${to})`).join(',')}}`;
}
