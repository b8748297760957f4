/** What a figure counts, in the words in which figures differ from each other. */
type CountedRecords = {
  /** Table of current records. */
  readonly from: string;
  /** Expression, a code of the classification; `r` is the record. */
  readonly code: string;
  /** Expression of the row where it is not the classification's, e.g. a band of a number. */
  readonly key?: string;
  /** Column of the day or of the moment that decides the year. */
  readonly on: { readonly day: string } | { readonly moment: string };
  /** Integer columns, one for each measure of the indicator. */
  readonly measures: string;
  /** Further columns, of a list. */
  readonly columns?: string;
  readonly where?: string;
  /** True leaves out what the classification does not name; otherwise it counts as not stated. */
  readonly classifiedOnly?: true;
  /** Joined to the records and their classification `c`. */
  readonly join?: string;
};

/** The statement of a population; see `Population.sql` for its columns and parameters. */
export function countedRecords(of: CountedRecords): string {
  const day = 'day' in of.on ? of.on.day : `(${of.on.moment} AT TIME ZONE 'Asia/Shanghai')::date`;
  return /* sql */ `
    SELECT r.source_id, r.record_id, r.event_id, r.topic, r.topic_partition, r.topic_offset,
           ${of.key ?? "coalesce(c.row_key, 'UNSTATED')"} AS key, ${[of.measures, of.columns].filter(Boolean).join(', ')}
      FROM ${of.from} r
      ${of.classifiedOnly ? '' : 'LEFT '}JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS c (code, row_key, valid_from, valid_to)
        ON c.code = ${of.code} AND ${day} BETWEEN c.valid_from AND c.valid_to ${of.join ?? ''}
     WHERE r.operation = 'ASSERT' AND r.department = ANY ($1::text[])
       AND ${within(of.on)} AND ${of.where ?? 'true'}`;
}

/** A year of Asia/Shanghai, half open. */
function within(on: CountedRecords['on']): string {
  if ('day' in on) return `${on.day} >= $2::date AND ${on.day} < $3::date`;
  const midnight = (parameter: string) => `${parameter}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`;
  return `${on.moment} >= ${midnight('$2')} AND ${on.moment} < ${midnight('$3')}`;
}
