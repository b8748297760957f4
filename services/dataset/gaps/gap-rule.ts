/** A gap rule of schemas/gaps as SQL. */
export type GapRule = {
  gapId: string;
  /**
   * `WITH RECURSIVE …` that ends with gap: a line a record that the rule applies to, with source_id, record_id,
   * department, division, employer_uscc, employer_name, started_on, amber_on, red_on, state, days_over, closed_by,
   * reasons (text[]) and the record that closes it, filed_source_id, filed_record_id, filed_rule, filed_on.
   *
   * Parameters: $1 day as of which it is evaluated, $2 and $3 durations to amber and red, $4 statuses of a determination
   * that count as no application.
   */
  sql: string;
  /** Event type of filed_record_id. */
  filedEventType: string;
  /** SQL expression: the statements that a row `g` of gap waits for, jsonb `[{sourceId, eventType, months}]`. */
  missing: string;
};
