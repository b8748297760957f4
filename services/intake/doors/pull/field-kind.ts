/**
 * What a field of a department's view holds, as far as reading it makes a difference.
 *
 * - `local-time`: date and time of day without zone, as the department's clocks show it
 * - `instant`: a moment, which the session prints by UTC+8
 * - `inexact`: a binary fraction; a long number in it has lost its last digits
 */
export type FieldKind =
  'text' | 'integer' | 'decimal' | 'inexact' | 'boolean' | 'date' | 'local-time' | 'instant' | 'binary';

/** `type` is the database's own name of it, for messages. */
export type DepartmentField = { name: string; kind: FieldKind; type: string };
