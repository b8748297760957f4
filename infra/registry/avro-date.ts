import avsc from 'avsc';

const DAY_MS = 86_400_000;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Records speak of few days, each many times. */
const daysByText = new Map<string, number>();
const textsByDay = new Map<number, string>();
const DAYS_REMEMBERED = 50_000;

/** Avro `date` (days since 1970-01-01) as 'YYYY-MM-DD'; no time zone comes into it. */
export class DateType extends avsc.types.LogicalType {
  protected override _fromValue(days: unknown): string {
    const known = textsByDay.get(days as number);
    if (known !== undefined) return known;
    const text = new Date((days as number) * DAY_MS).toISOString().slice(0, 10);
    if (textsByDay.size < DAYS_REMEMBERED) textsByDay.set(days as number, text);
    return text;
  }

  /** undefined means "not valid" to avsc; 2023-02-30 would otherwise become 2 March. */
  protected override _toValue(text: unknown): number | undefined {
    if (typeof text !== 'string' || !ISO_DATE.test(text)) return undefined;
    const known = daysByText.get(text);
    if (known !== undefined) return known;
    const days = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
    if (!Number.isInteger(days) || this._fromValue(days) !== text) return undefined;
    if (daysByText.size < DAYS_REMEMBERED) daysByText.set(text, days);
    return days;
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
