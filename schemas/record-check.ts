import type { EventContract } from './contract.js';
import { fieldChecks, type CheckContext, type DerivedRule, type FieldCheck } from './field-checks.js';
import { findingsOf, type ContractRule, type Finding } from './finding.js';

export type { CheckContext, DerivedRule } from './field-checks.js';

export type RecordCheckOptions = CheckContext & {
  /**
   * Payload paths whose cells could not be read: rules that look at them say nothing, so that one fault is reported
   * once and the rest of the row is still checked. Absent: everything was read.
   */
  readonly unread?: ReadonlySet<string>;
};

const checksOfContract = new WeakMap<EventContract, readonly FieldCheck[]>();

/**
 * Everything the contract has to say about a payload: first the rules derived from its fields, then its own. The intake
 * runs it before a record enters the ledger, the consolidator before it enters the dataset; both get the same answer.
 */
export function checkPayload(contract: EventContract, payload: object, options: RecordCheckOptions): Finding[] {
  const unread = options.unread ?? new Set<string>();
  const derived = checksOf(contract)
    .flatMap((check) => check.broken(payload, options))
    .filter(looksAtNone(unread))
    .map(({ fields, ...rule }) => ({ ...rule, field: fields[0] ?? '' }));
  const missing = derived.filter(({ code }) => code === 'REQUIRED_MISSING').map(({ field }) => field);
  const own = ownRules(contract).filter(looksAtNone(new Set([...unread, ...missing])));
  return [...derived, ...findingsOf(own, payload)];
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
