/**
 * How a column's cells are read; it decides what may go wrong with them, and so which findings a feed declares.
 *
 * - `text`: goes into the event in clear, so it must not hold a person's number
 * - `name`: of a person or employer; width and spaces are normalised
 * - `identifier`: a number that has its own check (ID number, USCC, telephone)
 * - `free-text`: sealed; only trimmed
 * - `wan-yuan`: money in 万元, becomes fen
 */
export type CellKind =
  'text' | 'name' | 'identifier' | 'free-text' | 'code' | 'date' | 'time' | 'integer' | 'wan-yuan' | 'yes-no';
