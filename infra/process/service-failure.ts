/**
 * A failure: something went wrong that is not the fault of a record (a rejected record is a value, never an exception).
 * `code` is stable and searchable, `retriable` answers "may I try the same again?", `context` holds the identifiers that
 * find the case again (topic, offset, subject …) and never a personal value, since it is logged.
 */
export class ServiceFailure extends Error {
  readonly code: string;
  readonly retriable: boolean;
  readonly context: Record<string, unknown>;

  constructor(
    message: string,
    details: { code: string; retriable: boolean; cause?: unknown; context?: Record<string, unknown> },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ServiceFailure';
    this.code = details.code;
    this.retriable = details.retriable;
    this.context = details.context ?? {};
  }
}
