import type { Feed } from '../../connectors/connector.js';
import type { Bytes } from './body-form.js';

/** Where a case is sent: a feed of a department, in the name of one of its sources. */
export type Target = { department: string; feed: Feed; sourceId: string };

/** How a body comes: at once, in pieces with pauses, or with the connection cut before its end. */
export type Pace = 'whole' | 'slow' | 'cut';

export type HttpSubmission = {
  door: 'http';
  method: string;
  /** Path and query, percent-encoded as it is to be sent. */
  path: string;
  /** Without authorization, which is added unless a mutation has set it. */
  headers: Record<string, string>;
  body: Bytes;
  pace: Pace;
};

/** Bytes on a connection of their own: what no HTTP library would send. */
export type RawSubmission = { door: 'raw'; bytes: Buffer };

/** A file is written under its own name, under a name of unfinished files, or bit by bit under its own name. */
export type DropSubmission = { door: 'drop'; name: string; body: Buffer; writing: 'renamed' | 'part' | 'grown' };

export type Submission = HttpSubmission | RawSubmission | DropSubmission;

export type Expectation = {
  statuses: readonly number[];
  code?: string;
  /** Every row is taken. */
  noRejects?: boolean;
};

export type FuzzCase = {
  number: number;
  title: string;
  target: Target;
  submission: Submission;
  expected: Expectation;
  /** Personal values of its rows, that nobody may be told again. */
  personal: readonly string[];
};

/** What the door declares; 5xx is none of it, and 503 only when something is short, which nothing is here. */
export const DECLARED: readonly number[] = [
  ...[200, 202, 400, 401, 403, 404, 405, 408, 413, 414, 415, 417, 422, 429, 431],
];
