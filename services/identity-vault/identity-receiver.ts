import type { Unsealer } from '../../infra/crypto/sealed-envelope.js';
import type { ReceivedRecord } from '../../infra/kafka/received-record.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import type { AvroDecoder } from '../../infra/registry/avro-decoder.js';
import { protocolSchemas } from '../../schemas/generated/contract-index.js';
import type { SealedIdentity } from '../../schemas/generated/event-types.js';
import { clearIdentitySchema, clearTextSchema } from './clear-identity.js';
import type { ClearIdentity, ClearText } from './clear-identity.js';

/** Of which source and department a message is, and what it calls the person or text. */
export type Origin = { sourceId: string; reference: string; department: string };
export type ReceivedIdentity = Origin & { kind: string; identity: ClearIdentity };
export type ReceivedText = Origin & { text: ClearText };
export type ParkedIdentity = { reasonCode: string; record: ReceivedRecord };
export type Received = { identities: ReceivedIdentity[]; texts: ReceivedText[]; parked: ParkedIdentity[] };

type Opened = { identity: ReceivedIdentity } | { text: ReceivedText } | { reasonCode: string };

const PERSON_KINDS = new Set(['PERSON', 'EMPLOYER_PERSON']);
/** PostgreSQL's text refuses U+0000; ids longer than this are nobody's. */
const LONGEST_ID = 200;

function isUsableId(id: string): boolean {
  return id.length > 0 && id.length <= LONGEST_ID && !id.includes('\0');
}

/** Whom one item is of, and what it was sealed with: most of it is said once a message. */
type SealedItem = Omit<SealedIdentity, 'more' | 'suite'>;

/** A message tells of one at least. */
function itemsOf({ more, ...first }: SealedIdentity): SealedItem[] {
  return [first, ...more.map((item) => ({ ...first, ...item }))];
}

/** What is wrong with an item before it is opened; null when nothing is. */
function faultOf(item: SealedItem, unsealer: Unsealer): string | null {
  if (!isUsableId(item.sourceId) || !isUsableId(item.reference)) return 'REFERENCE_INVALID';
  if (item.kind !== 'TEXT' && !PERSON_KINDS.has(item.kind)) return 'KIND_UNKNOWN';
  return item.recipientKeyId === unsealer.keyId ? null : 'RECIPIENT_UNKNOWN';
}

function unsealed(item: SealedItem, unsealer: Unsealer): { plain: unknown } | { reasonCode: string } {
  const aad = `${item.sourceId}|${item.reference}|${item.kind}`;
  try {
    const bytes = unsealer.unseal(item.wrappedKey, item.ciphertext, aad);
    return { plain: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown };
  } catch (error) {
    // The only other failures are of reading the plain text as UTF-8 JSON.
    return { reasonCode: error instanceof ServiceFailure ? error.code : 'PLAINTEXT_INVALID' };
  }
}

function open(item: SealedItem, department: string, unsealer: Unsealer): Opened {
  const fault = faultOf(item, unsealer);
  if (fault) return { reasonCode: fault };
  const content = unsealed(item, unsealer);
  if ('reasonCode' in content) return content;
  const { sourceId, reference, kind } = item;
  const origin = { sourceId, reference, department };
  if (kind === 'TEXT') {
    const text = clearTextSchema.safeParse(content.plain);
    return text.success ? { text: { ...origin, text: text.data } } : { reasonCode: 'PLAINTEXT_INVALID' };
  }
  const identity = clearIdentitySchema.safeParse(content.plain);
  return identity.success
    ? { identity: { ...origin, kind, identity: identity.data } }
    : { reasonCode: 'PLAINTEXT_INVALID' };
}

export type IdentityReceiver = (records: readonly ReceivedRecord[]) => Promise<Received>;

/**
 * Decodes and unseals. What cannot be read is a value, with the reason: it is parked, with the message that it came in,
 * and blocks nothing, others in the same message least of all.
 *
 * @param departmentOfTopic who may write a topic is who its references belong to, whatever a message claims
 * @throws ServiceFailure (retriable) only when the registry is away
 */
export function createIdentityReceiver(options: {
  decoder: AvroDecoder;
  unsealer: Unsealer;
  departmentOfTopic: ReadonlyMap<string, string>;
}): IdentityReceiver {
  const { decoder, unsealer, departmentOfTopic } = options;
  return async (records) => {
    const received: Received = { identities: [], texts: [], parked: [] };
    for (const record of records) {
      const decoded = await decoder.decode(record.value, protocolSchemas.sealedIdentity);
      if (!decoded.ok) {
        received.parked.push({ reasonCode: decoded.code, record });
        continue;
      }
      const department = departmentOfTopic.get(record.topic) ?? '';
      for (const item of itemsOf(decoded.value as SealedIdentity)) {
        const opened = open(item, department, unsealer);
        if ('identity' in opened) received.identities.push(opened.identity);
        else if ('text' in opened) received.texts.push(opened.text);
        else received.parked.push({ reasonCode: opened.reasonCode, record });
      }
    }
    return received;
  };
}
