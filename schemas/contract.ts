import type { ContractRule } from './finding.js';
import type { FieldDefaults } from './content-digest.js';

/** A leaf of a payload as the dataset, the data dictionary and the checks see it; nested records are flattened. */
export type PayloadField = {
  /** Path in the payload: `employer.uscc`. */
  path: string;
  /** Column of the dataset: `employer_uscc`. */
  column: string;
  avroType: 'string' | 'int' | 'long' | 'double' | 'boolean' | 'date' | 'timestamp-millis';
  nullable: boolean;
  default?: unknown;
  label: string;
  doc: string;
  /** L1 public … L4 highly sensitive (reference: data_class). */
  sensitivity: string;
  codeList?: string;
  /** Payload paths of the date on which the code must be valid, first non-null counts; absent: the period's date. */
  codeDate?: readonly string[];
  identifier?: 'uscc';
  unit?: string;
  minimum?: number;
  maximum?: number;
  key?: boolean;
};

/** One event type of the hub: everything that iterates over event types reads this. */
export type EventContract = {
  /** Folder and topic name: `injury-determination`. */
  eventType: string;
  /** Avro record name: `InjuryDetermination`. */
  recordName: string;
  label: string;
  doc: string;
  contractVersion: string;
  /** Payload paths of the date that gives the reporting period; first non-null counts. */
  period: readonly string[];
  /** Payload path of the division by which records are counted. */
  place: string;
  authoritativeDepartment: string;
  /** The whole Avro schema, references resolved, as registered. */
  avroSchema: object;
  fields: readonly PayloadField[];
  defaults: FieldDefaults;
  /** Rules of this type alone, from `rules.ts`. */
  rules: readonly ContractRule<never>[];
};
