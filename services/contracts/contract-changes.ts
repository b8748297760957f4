import { codeList } from '../../schemas/code-lists/code-list.js';
import type { EventContract, PayloadField } from '../../schemas/contract.js';

/** What an event contract promised when it was released; kept under `schemas/released/`. */
export type ReleasedContract = Pick<EventContract, 'eventType' | 'contractVersion' | 'avroSchema'> & {
  fields: PayloadField[];
  codes: Record<string, string[]>;
};

export type ContractChange = { breaking: boolean; text: string };

/** The contract as a release would keep it, with the codes of every list that its fields name. */
export function releaseOf(contract: EventContract): ReleasedContract {
  const lists = [...new Set(contract.fields.flatMap((field) => (field.codeList ? [field.codeList] : [])))].sort();
  return {
    eventType: contract.eventType,
    contractVersion: contract.contractVersion,
    avroSchema: contract.avroSchema,
    fields: [...contract.fields],
    codes: Object.fromEntries(lists.map((id) => [id, [...new Set(codeList(id).entries.map((e) => e.code))].sort()])),
  };
}

/**
 * What changed since a release, in words. Registries compare types only; a unit, a code list, a default or a meaning
 * that changes under the same name passes them and still makes old records say something else.
 */
export function contractChanges(released: ReleasedContract, current: ReleasedContract): ContractChange[] {
  const before = new Map(released.fields.map((field) => [field.path, field]));
  const after = new Map(current.fields.map((field) => [field.path, field]));
  const removed = [...before.keys()].filter((path) => !after.has(path));
  const added = [...after.values()].filter((field) => !before.has(field.path));
  return [
    ...removed.map((path) =>
      breaking(`${released.eventType}.${path} was removed or renamed; mark it deprecated and keep it`),
    ),
    ...added.map((field) => addition(current.eventType, field)),
    ...[...after.values()].flatMap((field) => changesOfField(released.eventType, before.get(field.path), field)),
    ...envelopeChanges(released, current),
    ...removedCodes(released, current),
    ...addedCodes(released, current),
  ];
}

type Envelope = Record<string, unknown> & { fields?: { name: string; type: unknown }[] };
type EnvelopeField = { name: string; type: unknown; default?: unknown };

/** By what an event is counted and ordered: attributes of the contract, and the fields of its header. */
function envelopeChanges(released: ReleasedContract, current: ReleasedContract): ContractChange[] {
  const [before, after] = [released.avroSchema as Envelope, current.avroSchema as Envelope];
  const counted = ['period', 'place'].filter((name) => String(before[name]) !== String(after[name]));
  const header = new Map(headerFields(after).map((field) => [field.name, field]));
  return [
    ...counted.map((name) =>
      breaking(
        `${released.eventType}: ${name} changed from ${String(before[name])} to ${String(after[name])}; records would count elsewhere`,
      ),
    ),
    ...headerFields(before).flatMap((field) => headerChange(released.eventType, field, header.get(field.name))),
  ];
}

function headerFields(event: Envelope): EnvelopeField[] {
  const type = event.fields?.find(({ name }) => name === 'header')?.type;
  return typeof type === 'object' && type !== null ? ((type as { fields?: EnvelopeField[] }).fields ?? []) : [];
}

function headerChange(eventType: string, before: EnvelopeField, after: EnvelopeField | undefined): ContractChange[] {
  const name = `${eventType}: header field ${before.name}`;
  if (!after) return [breaking(`${name} was removed or renamed; keep it`)];
  if (JSON.stringify(before.default) === JSON.stringify(after.default)) return [];
  return [breaking(`${name}: the default changed, so events that left it out would say something else`)];
}

function addition(eventType: string, field: PayloadField): ContractChange {
  const optional = field.nullable || field.default !== undefined;
  const name = `${eventType}.${field.path}`;
  return optional
    ? { breaking: false, text: `${name} was added and is optional: older senders and readers go on` }
    : breaking(`${name} was added without a default; make it optional, older senders do not have it`);
}

/** The label is the meaning as people read it: under another label the old records would say something else. */
const MEANING = ['avroType', 'unit', 'codeList', 'codeDate', 'identifier', 'key', 'label'] as const;

function changesOfField(eventType: string, before: PayloadField | undefined, after: PayloadField): ContractChange[] {
  if (!before) return [];
  const name = `${eventType}.${after.path}`;
  const differs = (attribute: (typeof MEANING)[number]) => String(before[attribute]) !== String(after[attribute]);
  const changed = MEANING.filter(differs).map((attribute) =>
    breaking(
      `${name}: ${attribute} changed from ${String(before[attribute])} to ${String(after[attribute])}; add a new field`,
    ),
  );
  if (JSON.stringify(before.default) !== JSON.stringify(after.default)) {
    changed.push(breaking(`${name}: the default changed, so records that left it out would say something else`));
  }
  if (before.nullable && !after.nullable) changed.push(breaking(`${name} became required; older records may lack it`));
  if (narrower(before.minimum, after.minimum, 1) || narrower(before.maximum, after.maximum, -1)) {
    changed.push(breaking(`${name}: the range became narrower; records that were right would be refused`));
  }
  return changed;
}

function narrower(before: number | undefined, after: number | undefined, direction: 1 | -1): boolean {
  if (after === undefined) return false;
  return before === undefined || (after - before) * direction > 0;
}

function removedCodes(released: ReleasedContract, current: ReleasedContract): ContractChange[] {
  return Object.entries(released.codes).flatMap(([list, codes]) => {
    const kept = new Set(current.codes[list] ?? []);
    return codes
      .filter((code) => !kept.has(code))
      .map((code) => breaking(`code ${code} was removed from list ${list}; give it a validTo date instead`));
  });
}

function addedCodes(released: ReleasedContract, current: ReleasedContract): ContractChange[] {
  return Object.entries(current.codes).flatMap(([list, codes]) => {
    const known = new Set(released.codes[list] ?? codes);
    const added = codes.filter((code) => !known.has(code));
    if (added.length === 0) return [];
    const text = `codes ${added.join(', ')} were added to list ${list}; with a new contractVersion older consumers take them`;
    return [{ breaking: false, text }];
  });
}

/**
 * A version says what a contract was when it was released: what changes gets a new one, or consumers of the old software
 * could not tell that there is something that they do not know. Codes are left out: a new feed adds its event type to a
 * list that period statements name, and must change no contract but its own.
 */
export function versionChanges(released: ReleasedContract, current: ReleasedContract): ContractChange[] {
  if (released.contractVersion !== current.contractVersion) return [];
  if (withoutCodes(released) === withoutCodes(current)) return [];
  const { eventType, contractVersion } = current;
  return [
    breaking(
      `${eventType} is not what was released as ${contractVersion}; raise contractVersion in event.avsc and run "hub schemas release"`,
    ),
  ];
}

function withoutCodes({ fields, avroSchema }: ReleasedContract): string {
  return JSON.stringify([fields, avroSchema]);
}

function breaking(text: string): ContractChange {
  return { breaking: true, text };
}
