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
    ...removedCodes(released, current),
  ];
}

function addition(eventType: string, field: PayloadField): ContractChange {
  const optional = field.nullable || field.default !== undefined;
  const name = `${eventType}.${field.path}`;
  return optional
    ? { breaking: false, text: `${name} was added and is optional: older senders and readers go on` }
    : breaking(`${name} was added without a default; make it optional, older senders do not have it`);
}

const MEANING = ['avroType', 'unit', 'codeList', 'identifier', 'key'] as const;

function changesOfField(eventType: string, before: PayloadField | undefined, after: PayloadField): ContractChange[] {
  if (!before) return [];
  const name = `${eventType}.${after.path}`;
  const changed = MEANING.filter((attribute) => before[attribute] !== after[attribute]).map((attribute) =>
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

function breaking(text: string): ContractChange {
  return { breaking: true, text };
}
