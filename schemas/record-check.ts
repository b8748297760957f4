import type { EventContract } from './contract.js';
import { fieldChecks, type CheckContext, type DerivedRule, type FieldCheck } from './field-checks.js';
import { findingsOf, placesOf, type ContractRule, type Finding } from './finding.js';

export type { CheckContext, DerivedRule } from './field-checks.js';

export type RecordCheckOptions = CheckContext & {
  /**
   * Payload paths whose cells could not be read: rules that look at them say nothing, so that one fault is reported
   * once and the rest of the row is still checked. Absent: everything was read.
   */
  readonly unread?: ReadonlySet<string>;
};

const NONE: ReadonlySet<string> = new Set();

const checksOfContract = new WeakMap<EventContract, readonly FieldCheck[]>();

/**
 * Everything the contract has to say about a payload: first the rules derived from its fields, then its own. The intake
 * runs it before a record enters the ledger, the consolidator before it enters the dataset; both get the same answer.
 */
export function checkPayload(contract: EventContract, payload: object, options: RecordCheckOptions): Finding[] {
  const unread = options.unread ?? NONE;
  const found: DerivedRule[] = [];
  for (const check of checksOf(contract)) found.push(...check.broken(payload, options));
  // Most records are in order: nothing below has anything to leave out then.
  if (found.length === 0 && unread.size === 0) return findingsOf(ownRules(contract), payload);
  const broken = found.filter(looksAtNone(unread));
  const missing = broken.filter(isMissing).flatMap(({ fields }) => fields);
  const isKnown = looksAtNone(new Set([...unread, ...missing]));
  const derived = broken.filter((rule) => isMissing(rule) || isKnown(rule));
  const isSound = looksAtNone(new Set([...unread, ...derived.flatMap(refusedPath)]));
  return [...derived.map(findingOf), ...findingsOf(ownRules(contract).filter(isSound), payload)];
}

/** What is refused by itself (an unknown code, a day to come) is not held against other fields as well. */
function refusedPath({ severity, fields }: DerivedRule): readonly string[] {
  return severity === 'error' ? fields.slice(0, 1) : [];
}

function isMissing({ code }: DerivedRule): boolean {
  return code === 'REQUIRED_MISSING';
}

function findingOf({ fields, ...rule }: DerivedRule): Finding {
  return { ...rule, ...placesOf(fields) };
}

function looksAtNone(paths: ReadonlySet<string>): (rule: { fields: readonly string[] }) => boolean {
  return ({ fields }) => !fields.some((path) => paths.has(path));
}

/** The rules that follow from the contract's fields, one for each code and field. */
export function derivedRules(contract: EventContract): readonly DerivedRule[] {
  return checksOf(contract).flatMap(({ rules }) => rules);
}

/** Every rule that {@link checkPayload} runs: derived and own. */
export function declaredRules(contract: EventContract): readonly DerivedRule[] {
  const own = ownRules(contract).map(({ code, severity, fields, zh, en, remedy }) => ({
    code,
    severity,
    fields,
    zh,
    en,
    remedy,
  }));
  return [...derivedRules(contract), ...own];
}

function checksOf(contract: EventContract): readonly FieldCheck[] {
  const known = checksOfContract.get(contract);
  if (known) return known;
  const checks = contract.fields.flatMap((field) => fieldChecks(contract, field));
  checksOfContract.set(contract, checks);
  return checks;
}

/** The index holds contracts of all types side by side; each contract's rules read payloads of its own type. */
function ownRules(contract: EventContract): readonly ContractRule<object>[] {
  return contract.rules as readonly ContractRule<never>[] as readonly ContractRule<object>[];
}
