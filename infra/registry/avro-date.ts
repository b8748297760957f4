import avsc from 'avsc';

const DAY_MS = 86_400_000;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Avro `date` (days since 1970-01-01) as 'YYYY-MM-DD'; no time zone comes into it. */
export class DateType extends avsc.types.LogicalType {
  protected override _fromValue(days: unknown): string {
    return new Date((days as number) * DAY_MS).toISOString().slice(0, 10);
  }

  /** undefined means "not valid" to avsc; 2023-02-30 would otherwise become 2 March. */
  protected override _toValue(text: unknown): number | undefined {
    if (typeof text !== 'string' || !ISO_DATE.test(text)) return undefined;
    const days = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
    return Number.isInteger(days) && this._fromValue(days) === text ? days : undefined;
  }

  /**
   * From a writer's date the text comes ready-made, from a plain int it is made here: treating the first like the second
   * gives silent Invalid Date.
   */
  protected override _resolve(writer: avsc.Type): ((value: unknown) => unknown) | undefined {
    if (writer instanceof DateType) return (text) => text;
    return avsc.Type.isType(writer, 'int') ? (days) => this._fromValue(days) : undefined;
  }
}
