import type pg from 'pg';
import type { BatchSealer } from '../../../infra/crypto/sealed-envelope.js';
import { appendToOutbox } from '../../../infra/outbox/append-to-outbox.js';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import { checkRow, type CheckedRow, type CheckingContext } from '../checking/check-row.js';
import type { ReadRow } from '../reading/row-reader.js';
import { loadListsOf, type CompleteList } from './complete/complete-list.js';
import { eventHeader, eventMessage, type EventContext } from './build-event.js';
import { decideChunk, statementOf, type ChunkContext, type DecidedChunk, type Publication } from './decide-chunk.js';
import { loadDeliveredUpTo } from './delivered-up-to.js';
import { loadContents } from './event-content.js';
import { enterChunk, type Books } from './ledger-books.js';
import type { LockedCounter } from './ledger-counter.js';
import type { EventContent, LedgerPlace } from './ledger-version.js';
import { loadHistories } from './record-history.js';
import type { RecordCipher } from '../../../infra/crypto/record-cipher.js';
import { saveReclassified, saveRows, saveVersions } from './save-chunk.js';
import { knownReferences, sealUnknown } from './seal-personal.js';

/** One batch on its way into the ledger, in its transaction. */
export type BatchRun = {
  client: pg.PoolClient;
  place: LedgerPlace;
  checking: CheckingContext;
  chunk: ChunkContext;
  event: EventContext;
  counter: LockedCounter;
  books: Books;
  /** Complete lists taken before. */
  lists: readonly CompleteList[];
  cipher: RecordCipher;
  /** One sealer a batch, made when it is first needed. */
  sealer: () => BatchSealer;
};

/** Takes some rows: checks, decides, numbers, seals and writes them with their outgoing events. */
export async function acceptChunk(run: BatchRun, rows: readonly ReadRow[]): Promise<DecidedChunk> {
  const { client, place, chunk } = run;
  const checked = await checkChunk(run, rows);
  const stated = checked.flatMap(({ accepted }) =>
    accepted ? [{ recordId: accepted.mapped.recordId, ...statementOf(accepted, chunk) }] : [],
  );
  const recordIds = stated.map(({ recordId }) => recordId);
  const listsOf = await loadListsOf(client, run.lists, recordIds);
  const decided = decideChunk(checked, await loadHistories(client, place, stated), listsOf, chunk);
  await publish(run, decided.publications);
  await seal(run, decided);
  await saveRows(client, place, chunk.batchId, decided.rows, run.cipher);
  await saveReclassified(client, decided.reclassified);
  enterChunk(run.books, decided);
  return decided;
}

/** With several keys a row is mapped twice: first to learn its references, then with those that are known already. */
async function checkChunk({ client, place, checking }: BatchRun, rows: readonly ReadRow[]): Promise<CheckedRow[]> {
  const checked = rows.map((row) => checkRow(row, checking));
  if (checking.source.keys.length < 2) return checked;
  const candidates = checked.flatMap(({ accepted }) => accepted?.personal.flatMap((item) => item.candidates) ?? []);
  const known = await knownReferences(client, place.sourceId, candidates);
  return known.size === 0 ? checked : rows.map((row) => checkRow(row, checking, known));
}

export async function publish(run: BatchRun, publications: readonly Publication[]): Promise<void> {
  const { client, place, event } = run;
  const earlier = await loadContents(
    client,
    publications.map(({ version }) => version),
    event.contract,
  );
  const delivered = await loadDeliveredUpTo(client, place, run.counter.epoch);
  const events = publications.map((publication) => {
    const content = contentOf(publication, earlier);
    const numbers = { ledgerSeq: run.counter.next(), deliveredUpTo: delivered(content.payload) };
    const header: EventHeader = eventHeader(publication, content, numbers, event);
    return { publication, header, message: eventMessage(header, content, event) };
  });
  const ids = await appendToOutbox(
    client,
    events.map(({ message }) => message),
  );
  await saveVersions(
    client,
    place,
    events.map((made, at) => ({ ...made, outboxId: ids[at] ?? 0 })),
  );
}

function contentOf({ version: { content } }: Publication, earlier: ReadonlyMap<number, EventContent>): EventContent {
  if (!('outboxId' in content)) return content;
  const loaded = earlier.get(content.outboxId);
  if (!loaded) throw new Error(`outbox row ${content.outboxId} of a known version is missing`);
  return loaded;
}

/** Only what an event refers to is sealed: rejected and unchanged rows tell the vault nothing. */
async function seal({ client, event, sealer }: BatchRun, { rows }: DecidedChunk): Promise<void> {
  const published = rows.filter(({ outcome }) => outcome === 'new' || outcome === 'corrected');
  const items = published.flatMap(({ checked }) => checked.accepted?.personal ?? []);
  const { source, namespace, acceptedAt } = event;
  await sealUnknown(client, items, { source, namespace, sealer, acceptedAt });
}
