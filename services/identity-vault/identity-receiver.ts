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

/** What is wrong with the message before it is opened; null when nothing is. */
function faultOf(message: SealedIdentity, unsealer: Unsealer): string | null {
  if (!isUsableId(message.sourceId) || !isUsableId(message.reference)) return 'REFERENCE_INVALID';
  if (message.kind !== 'TEXT' && !PERSON_KINDS.has(message.kind)) return 'KIND_UNKNOWN';
  return message.recipientKeyId === unsealer.keyId ? null : 'RECIPIENT_UNKNOWN';
}

function unsealed(message: SealedIdentity, unsealer: Unsealer): { plain: unknown } | { reasonCode: string } {
  const aad = `${message.sourceId}|${message.reference}|${message.kind}`;
  try {
    const bytes = unsealer.unseal(message.wrappedKey, message.ciphertext, aad);
    return { plain: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown };
  } catch (error) {
    // The only other failures are of reading the plain text as UTF-8 JSON.
    return { reasonCode: error instanceof ServiceFailure ? error.code : 'PLAINTEXT_INVALID' };
  }
}

function open(message: SealedIdentity, department: string, unsealer: Unsealer): Opened {
  const fault = faultOf(message, unsealer);
  if (fault) return { reasonCode: fault };
  const content = unsealed(message, unsealer);
  if ('reasonCode' in content) return content;
  const { sourceId, reference, kind } = message;
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
 * Decodes and unseals. A message that cannot be read is a value, with the reason: it is parked and blocks nothing.
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
      const department = departmentOfTopic.get(record.topic) ?? '';
      const opened = decoded.ok
        ? open(decoded.value as SealedIdentity, department, unsealer)
        : { reasonCode: decoded.code };
      if ('identity' in opened) received.identities.push(opened.identity);
      else if ('text' in opened) received.texts.push(opened.text);
      else received.parked.push({ reasonCode: opened.reasonCode, record });
    }
    return received;
  };
}
