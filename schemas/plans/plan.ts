import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemasFolder } from '../own-files.js';

/**
 * REDUCTION_OVER_PERIOD: by `percent` from the baseline to the plan's last year. REDUCTION_EVERY_YEAR: by `percent` or
 * more against the year before, each year. DECREASE: against the year before, without a number.
 */
export type TargetKind = 'REDUCTION_OVER_PERIOD' | 'REDUCTION_EVERY_YEAR' | 'DECREASE';

export type PlanTarget = {
  readonly key: string;
  /** The plan's own words. */
  readonly label: string;
  readonly scope: string;
  readonly kind: TargetKind;
  /** What is measured: the rate of injuries by accident of all or of the key industries, or new cases of pneumoconiosis. */
  readonly of: 'ALL' | 'KEY_INDUSTRIES' | 'PNEUMOCONIOSIS';
  /** Null where the plan names no number. */
  readonly percent: number | null;
};

/** The targets of a period of years; key industries are in the code list key-industry, by their dates. */
export type Plan = {
  readonly id: string;
  readonly version: string;
  readonly label: string;
  readonly document: string;
  /** False for what was only seen on a secondary page: printed with 待确认. */
  readonly confirmed: boolean;
  readonly firstYear: number;
  readonly lastYear: number;
  readonly baselineYear: number;
  readonly targets: readonly PlanTarget[];
};

let loaded: readonly Plan[] | undefined;

/** All plans by their first year; adding one is adding a file. */
export function plans(): readonly Plan[] {
  const folder = join(schemasFolder(), 'plans');
  loaded ??= readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Plan)
    .sort((a, b) => a.firstYear - b.firstYear);
  return loaded;
}

/** Undefined for a year that no plan covers: then no target is judged. */
export function planOf(year: number): Plan | undefined {
  return plans().find(({ firstYear, lastYear }) => firstYear <= year && year <= lastYear);
}
