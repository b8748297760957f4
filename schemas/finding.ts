/**
 * What a check has to say about one record. A finding is a value, never an exception; an `error` rejects the row, a
 * `warning` goes with it. Sentences name field and expectation and never hold the value of a personal field.
 */
export type Finding = {
  /** Stable, UPPER_SNAKE; documented in the data dictionary. */
  code: string;
  severity: 'error' | 'warning';
  /** Payload path (`worker.sex`) or, before mapping, the source column's key. */
  field: string;
  /** Where else the fault may lie: the other paths (or keys) that the check looked at. */
  alsoFields?: readonly string[];
  /** Reason in Chinese (原因). */
  zh: string;
  /** Reason in English. */
  en: string;
  /** How to put it right, in Chinese (如何修改); names the column and what is expected. */
  remedy: string;
};

/**
 * A declared rule: the whole set of them is iterated by the data dictionary, the intake, the consolidator and the tests
 * (promise 7: a declared rule is a rule that ran).
 */
export type ContractRule<Payload> = {
  code: string;
  severity: Finding['severity'];
  /** Payload paths the rule looks at; the first is the one a finding names. */
  fields: readonly string[];
  /** Article or standard the rule comes from. */
  source: string;
  zh: string;
  en: string;
  remedy: string;
  /** True when the payload keeps the rule; a rule that does not apply is kept. */
  holds: (payload: Payload) => boolean;
};

/** Runs declared rules over a payload, in declared order. */
export function findingsOf<Payload>(rules: readonly ContractRule<Payload>[], payload: Payload): Finding[] {
  const broken = rules.filter((rule) => !rule.holds(payload));
  return broken.map(({ code, severity, fields, zh, en, remedy }) => ({
    code,
    severity,
    ...placesOf(fields),
    zh,
    en,
    remedy,
  }));
}

/** The place that a finding names, and the others that its rule looked at. */
export function placesOf([field = '', ...alsoFields]: readonly string[]): Pick<Finding, 'field' | 'alsoFields'> {
  return alsoFields.length === 0 ? { field } : { field, alsoFields };
}
